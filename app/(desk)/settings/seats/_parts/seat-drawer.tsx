'use client'

import { Button, Drawer, Table } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import type { Sitting } from '#db/queries/list-sittings.ts'
import { overlaps } from '#server/domain/people/identity.ts'
import { seatName } from '#server/domain/people/seats.ts'
import { formatSiteTime } from '#server/domain/site-time.ts'
import { useRequest } from '../../../../_live/use-request.ts'
import parts from '../../_parts/parts.module.css'
import type { SeatsData } from '../client.tsx'
import { CorrectForm } from './correct-form.tsx'
import { FiguresTable } from './figures-table.tsx'
import styles from './seats.module.css'

/** Leaves out the date where it is the day's own; the day ends at 24:00. */
const shortTime = (at: number, { day, zone, within }: SeatsData) => {
  if (at === within.to) return '24:00'
  const text = formatSiteTime(at, zone)
  return text.startsWith(day) ? text.slice(11, 19) : text.slice(5, 16)
}

/** One device on one day: who sat there and how that is known, what each did, and a form to put it right. */
export const SeatDrawer = (props: {
  data: SeatsData
  chosen: NonNullable<SeatsData['chosen']>
  onClose: () => void
}) => {
  const { data, chosen, onClose } = props
  const { zone, day, within, seats } = data
  const t = useTranslations('seats')
  const router = useRouter()
  const takeBack = useRequest('identity:take-back')
  const removing = useRequest('seat:remove')
  const [correcting, setCorrecting] = useState<Sitting | 'new' | null>(null)
  const seat = seats.find((one) => one.feedId === chosen.feedId && one.agentId === chosen.agentId)
  const feed = data.feeds.find(({ feedId }) => feedId === chosen.feedId)?.name ?? chosen.feedId
  const ofDay = chosen.history.filter((one) => overlaps(one, within))

  const undo = async ({ from }: Sitting) => {
    const { feedId, agentId } = chosen
    if (await takeBack.send({ feed: feedId, agentId, from, reason: t('takeBackReason') })) router.refresh()
  }
  const forget = async (seatId: string) => {
    if (!(await removing.send({ seatId }))) return
    onClose()
    router.refresh()
  }
  const noter = (one: Sitting) => one.noter ?? (one.notedBy.startsWith('feed:') ? feed : t('shell'))

  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={`${seat ? `${seatName(seat)} · ` : ''}${feed} ${chosen.agentId} · ${day}`}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <h3 className={styles.group}>{t('whoSat')}</h3>
      {ofDay.length === 0 ? (
        <p className={parts.empty}>{t('nobodyThatDay')}</p>
      ) : (
        <Table verticalSpacing={6}>
          <Table.Tbody>
            {ofDay.map((one) => (
              <Table.Tr key={one.from}>
                <Table.Td className={parts.nowrap}>
                  {shortTime(one.from, data)} – {one.to === null ? t('on') : shortTime(one.to, data)}
                </Table.Td>
                <Table.Td>
                  {one.name ?? one.agentNo}
                  {one.name && <span className={parts.no}>{one.agentNo}</span>}
                  <span className={styles.reason}>
                    {t(`sources.${one.source}`)} · {noter(one)}
                    {one.reason && ` · ${one.reason}`}
                  </span>
                </Table.Td>
                <Table.Td ta="right" className={parts.nowrap}>
                  <Button size="compact-sm" variant="subtle" onClick={() => setCorrecting(one)}>
                    {t('correct')}
                  </Button>
                  {(one.source === 'hand' || one.source === 'roster') && (
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="gray"
                      loading={takeBack.isPending}
                      onClick={() => void undo(one)}
                    >
                      {t('takeBack')}
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {correcting === null ? (
        <Button variant="default" mt="sm" onClick={() => setCorrecting('new')}>
          {t('sayWho')}
        </Button>
      ) : (
        <CorrectForm
          key={correcting === 'new' ? 'new' : correcting.from}
          {...{ zone, within, feed, chosen }}
          begun={correcting === 'new' ? null : correcting}
          onClose={() => setCorrecting(null)}
        />
      )}
      <h3 className={styles.group}>{t('figures')}</h3>
      <FiguresTable figures={chosen.figures} />
      {seat && (
        <p className={styles.forget}>
          {t('removeSeatNote')}
          <Button
            size="compact-sm"
            variant="subtle"
            color="red"
            loading={removing.isPending}
            onClick={() => void forget(seat.id)}
          >
            {t('removeSeat')}
          </Button>
        </p>
      )}
    </Drawer>
  )
}
