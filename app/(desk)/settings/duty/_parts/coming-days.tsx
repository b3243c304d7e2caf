'use client'

import { Button, Table } from '@mantine/core'
import { useFormatter, useTranslations } from 'next-intl'
import { Fragment } from 'react'
import type { ListedDuty } from '#db/queries/list-duty.ts'
import { formatSiteTime, siteDate } from '#server/domain/site-time.ts'
import parts from '../../_parts/parts.module.css'
import type { DutyData } from '../client.tsx'
import styles from './duty.module.css'
import { untilText } from './on-duty-now.tsx'

/** Duties of the coming days, by the day they begin. */
export const ComingDays = ({ data, onChoose }: { data: DutyData; onChoose?: (duty: ListedDuty) => void }) => {
  const { duties, now, zone } = data
  const t = useTranslations('duty')
  const format = useFormatter()
  const coming = duties.filter(({ from }) => from > now)
  const days = [...new Set(coming.map(({ from }) => siteDate(from, zone)))]
  return (
    <>
      <h3 className={parts.section}>
        {t('coming')}
        <small>{t('comingNote')}</small>
      </h3>
      <div className={parts.panel}>
        {days.length === 0 && <p className={parts.empty}>{t('noneComing')}</p>}
        <Table verticalSpacing={6} layout="auto">
          {days.map((day) => (
            <Fragment key={day}>
              <Table.Thead className={styles.date}>
                <Table.Tr>
                  <Table.Th colSpan={4}>
                    {format.dateTime(new Date(`${day}T12:00:00Z`), {
                      timeZone: 'UTC',
                      month: 'long',
                      day: 'numeric',
                      weekday: 'long',
                    })}
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {coming
                  .filter(({ from }) => siteDate(from, zone) === day)
                  .map((duty) => (
                    <Table.Tr key={duty.dutyId}>
                      <Table.Td className={parts.nowrap} w={190}>
                        {formatSiteTime(duty.from, zone).slice(11, 16)} – {untilText(duty.to, duty.from, zone)}
                      </Table.Td>
                      <Table.Td w="30%">{duty.team}</Table.Td>
                      <Table.Td>
                        {duty.user}
                        {duty.standsInFor && (
                          <span className={parts.no}>{t('standsIn', { user: duty.standsInFor })}</span>
                        )}
                      </Table.Td>
                      <Table.Td ta="right" w={90}>
                        {onChoose && (
                          <Button size="compact-sm" variant="subtle" onClick={() => onChoose(duty)}>
                            {t('change')}
                          </Button>
                        )}
                      </Table.Td>
                    </Table.Tr>
                  ))}
              </Table.Tbody>
            </Fragment>
          ))}
        </Table>
      </div>
    </>
  )
}
