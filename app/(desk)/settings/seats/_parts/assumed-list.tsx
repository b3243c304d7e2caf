'use client'

import { Button, Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import parts from '../../_parts/parts.module.css'
import type { SeatsData } from '../client.tsx'

/** Agents whose 工号 is only assumed, because nobody said who it is. */
export const AssumedList = ({
  data,
  onChoose,
}: {
  data: SeatsData
  onChoose: (feed: string, agent: string) => void
}) => {
  const t = useTranslations('seats')
  const { total, agents } = data.assumed
  const feedName = new Map(data.feeds.map(({ feedId, name }) => [feedId, name]))
  if (total === 0) return <p className={`${parts.panel} ${parts.empty}`}>{t('noAssumed')}</p>
  return (
    <div className={parts.panel}>
      <Table verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('device')}</Table.Th>
            <Table.Th>{t('feedSays')}</Table.Th>
            <Table.Th>{t('team')}</Table.Th>
            <Table.Th ta="right">{t('calls')}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {agents.map((agent) => (
            <Table.Tr key={`${agent.feedId} ${agent.agentId}`}>
              <Table.Td>
                {agent.agentId}
                <span className={parts.no}>{feedName.get(agent.feedId) ?? agent.feedId}</span>
              </Table.Td>
              <Table.Td>{agent.name ?? ''}</Table.Td>
              <Table.Td>{agent.team ?? ''}</Table.Td>
              <Table.Td ta="right">{agent.calls}</Table.Td>
              <Table.Td ta="right">
                <Button size="compact-sm" variant="subtle" onClick={() => onChoose(agent.feedId, agent.agentId)}>
                  {t('identify')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <p className={parts.more}>{t('shown', { shown: agents.length, total })}</p>
    </div>
  )
}
