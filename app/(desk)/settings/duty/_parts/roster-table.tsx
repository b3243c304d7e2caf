'use client'

import { Button, Table } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { formatSiteTime, siteDate } from '#server/domain/site-time.ts'
import { useRequest } from '../../../../_live/use-request.ts'
import parts from '../../_parts/parts.module.css'
import type { DutyData } from '../client.tsx'

/** A shift's end of another day says so. */
const useShiftTime = (zone: string, day: string) => {
  const t = useTranslations('duty')
  return (at: number) => {
    const clock = formatSiteTime(at, zone).slice(11, 16)
    const date = siteDate(at, zone)
    if (date === day) return clock
    return t(date > day ? 'nextDay' : 'dayBefore', { time: clock })
  }
}

/** Who works on the day, where and from when to when. */
export const RosterTable = ({ data, search }: { data: DutyData; search: string }) => {
  const { shifts, zone, day, mayEdit } = data
  const t = useTranslations('duty')
  const router = useRouter()
  const time = useShiftTime(zone, day)
  const { send } = useRequest('roster:remove')
  const wanted = search.trim().toLowerCase()
  const shown = shifts.filter(({ agentNo, name, team, seat }) =>
    [agentNo, name, team, seat].some((text) => text?.toLowerCase().includes(wanted)),
  )
  if (shifts.length === 0)
    return <p className={`${parts.panel} ${parts.empty}`}>{t(mayEdit ? 'noShifts' : 'noShiftsToSee')}</p>
  return (
    <div className={parts.panel}>
      <Table verticalSpacing={5}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('person')}</Table.Th>
            <Table.Th>{t('team')}</Table.Th>
            <Table.Th>{t('time')}</Table.Th>
            <Table.Th>{t('seat')}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((shift) => (
            <Table.Tr key={`${shift.agentNo} ${shift.from}`}>
              <Table.Td>
                {shift.name ?? shift.agentNo}
                {shift.name && <span className={parts.no}>{shift.agentNo}</span>}
              </Table.Td>
              <Table.Td>{shift.team ?? <span className={parts.no}>{t('noTeam')}</span>}</Table.Td>
              <Table.Td className={parts.nowrap}>
                {time(shift.from)} – {time(shift.to)}
              </Table.Td>
              <Table.Td>{[shift.site, shift.seat].filter(Boolean).join(' ')}</Table.Td>
              <Table.Td ta="right">
                {mayEdit && (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="gray"
                    onClick={async () => {
                      if (await send({ agentNo: shift.agentNo, from: shift.from })) router.refresh()
                    }}
                  >
                    {t('removeShift')}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <p className={parts.more}>{t('shown', { shown: shown.length, total: shifts.length })}</p>
    </div>
  )
}
