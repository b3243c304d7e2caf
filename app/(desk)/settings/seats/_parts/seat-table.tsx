'use client'

import { Table, UnstyledButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import { identityAt } from '#server/domain/people/identity.ts'
import { seatName } from '#server/domain/people/seats.ts'
import parts from '../../_parts/parts.module.css'
import type { SeatsData } from '../client.tsx'
import { DayBar, DayScale } from './day-bar.tsx'
import styles from './seats.module.css'

/** Every seat with its day; a seat opens on its device. */
export const SeatTable = (props: {
  data: SeatsData
  search: string
  onChoose: (feed: string, agent: string) => void
}) => {
  const { data, search, onChoose } = props
  const t = useTranslations('seats')
  const feedName = new Map(data.feeds.map(({ feedId, name }) => [feedId, name]))
  const at = Math.min(Math.max(data.now, data.within.from), data.within.to - 1)
  const rows = data.seats.map((seat) => {
    const sittings = data.sittings.filter((one) => one.feedId === seat.feedId && one.agentId === seat.agentId)
    const current = identityAt(
      sittings.map(({ reason: _, ...one }) => one),
      at,
    )
    return { seat, sittings, current: sittings.find((one) => one.from === current?.from) }
  })
  const wanted = search.trim().toLowerCase()
  const shown = rows.filter(({ seat, sittings }) =>
    [seatName(seat), seat.agentId, ...sittings.flatMap(({ agentNo, name }) => [agentNo, name ?? ''])].some((text) =>
      text.toLowerCase().includes(wanted),
    ),
  )
  if (rows.length === 0) return <p className={`${parts.panel} ${parts.empty}`}>{t('noSeats')}</p>
  return (
    <>
      <div className={parts.panel}>
        <Table verticalSpacing={6} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('seat')}</Table.Th>
              <Table.Th className={styles.wide}>{t('device')}</Table.Th>
              <Table.Th className={styles.person}>{t(data.day === data.today ? 'now' : 'last')}</Table.Th>
              <Table.Th className={styles.bar}>
                <DayScale />
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map(({ seat, sittings, current }) => (
              <Table.Tr key={seat.id} className={styles.row} onClick={() => onChoose(seat.feedId, seat.agentId)}>
                <Table.Td className={parts.nowrap}>
                  <UnstyledButton fz={14} fw={600}>
                    {seatName(seat)}
                  </UnstyledButton>
                </Table.Td>
                <Table.Td className={styles.wide}>
                  {seat.agentId}
                  <span className={parts.no}>{feedName.get(seat.feedId) ?? seat.feedId}</span>
                </Table.Td>
                <Table.Td className={styles.person}>
                  {current ? (
                    <>
                      {current.name ?? current.agentNo}
                      {current.name && <span className={parts.no}>{current.agentNo}</span>}
                    </>
                  ) : (
                    <span className={styles.nobody}>{t('nobody')}</span>
                  )}
                </Table.Td>
                <Table.Td className={styles.bar}>
                  <DayBar within={data.within} now={data.now} zone={data.zone} sittings={sittings} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {shown.length === 0 && <p className={parts.empty}>{t('noneFound')}</p>}
      </div>
      <p className={styles.legend}>
        <span data-source="login">{t('legend.feed')}</span>
        <span data-source="roster">{t('sources.roster')}</span>
        <span data-source="hand">{t('sources.hand')}</span>
        <span data-source="none">{t('legend.none')}</span>
        <span>{t('shown', { shown: shown.length, total: rows.length })}</span>
      </p>
    </>
  )
}
