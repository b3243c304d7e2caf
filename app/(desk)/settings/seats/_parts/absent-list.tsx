'use client'

import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import parts from '../../_parts/parts.module.css'
import type { SeatsData } from '../client.tsx'

/** People known by their 工号 who were identified nowhere on the day. */
export const AbsentList = ({ data }: { data: SeatsData }) => {
  const t = useTranslations('seats')
  const { total, people } = data.absent
  if (total === 0) return <p className={`${parts.panel} ${parts.empty}`}>{t('noAbsent')}</p>
  return (
    <div className={parts.panel}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('person')}</Table.Th>
            <Table.Th>{t('team')}</Table.Th>
            <Table.Th>{t('roster')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {people.map((person) => (
            <Table.Tr key={person.agentNo}>
              <Table.Td>
                {person.name ?? person.agentNo}
                {person.name && <span className={parts.no}>{person.agentNo}</span>}
              </Table.Td>
              <Table.Td>{person.team ?? ''}</Table.Td>
              <Table.Td>{person.isRostered ? t('rostered') : ''}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <p className={parts.more}>{t('shown', { shown: people.length, total })}</p>
    </div>
  )
}
