'use client'

import { Table } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { PersonFigures } from '#db/queries/person-figures.ts'
import { formatDuration } from '../../../../_ui/format.ts'
import parts from '../../_parts/parts.module.css'

/** What each person did: calls and times of the day at this device. */
export const FiguresTable = ({ figures }: { figures: readonly PersonFigures[] }) => {
  const t = useTranslations('seats')
  if (figures.length === 0) return <p className={parts.empty}>{t('noCalls')}</p>
  return (
    <div className={parts.panel}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('person')}</Table.Th>
            <Table.Th ta="right">{t('calls')}</Table.Th>
            <Table.Th ta="right">{t('talk')}</Table.Th>
            <Table.Th ta="right">{t('hold')}</Table.Th>
            <Table.Th ta="right">{t('ring')}</Table.Th>
            <Table.Th ta="right">{t('skipped')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {figures.map((row) => (
            <Table.Tr key={`${row.agentNo} ${row.feedId ?? ''}`}>
              <Table.Td>
                {row.name ?? row.agentNo}
                <span className={parts.no}>{row.isIdentified ? (row.name ? row.agentNo : '') : t('assumed')}</span>
              </Table.Td>
              <Table.Td ta="right">{row.handled}</Table.Td>
              <Table.Td ta="right">{formatDuration(row.talkMs)}</Table.Td>
              <Table.Td ta="right">{formatDuration(row.holdMs)}</Table.Td>
              <Table.Td ta="right">{formatDuration(row.ringMs)}</Table.Td>
              <Table.Td ta="right">{row.stepsSkipped}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
