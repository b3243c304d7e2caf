'use client'

import { UnstyledButton } from '@mantine/core'
import { useTranslations } from 'next-intl'
import type { ListedDuty } from '#db/queries/list-duty.ts'
import { formatSiteTime, siteDate } from '#server/domain/site-time.ts'
import parts from '../../_parts/parts.module.css'
import type { DutyData } from '../client.tsx'
import styles from './duty.module.css'

/** `16:00`, with the date where it is another day's. */
export const untilText = (at: number, now: number, zone: string) =>
  formatSiteTime(at, zone).slice(siteDate(at, zone) === siteDate(now, zone) ? 11 : 5, 16)

/** Who leads each team at this moment. */
export const OnDutyNow = ({ data, onChoose }: { data: DutyData; onChoose?: (duty: ListedDuty) => void }) => {
  const { teams, duties, atWork, now, zone } = data
  const t = useTranslations('duty')
  const current = duties.filter(({ from, to }) => from <= now && now < to)
  // Where the roster has nobody it says nothing of how many work.
  const countAtWork = (teamId: string) => {
    const count = atWork.filter((id) => id === teamId).length
    return count > 0 ? t('atWork', { count }) : t('noRoster')
  }
  if (teams.length === 0) return <p className={`${parts.panel} ${parts.empty}`}>{t('noTeams')}</p>
  return (
    <>
      <h3 className={parts.section}>
        {t('now')}
        <small>{formatSiteTime(now, zone).slice(0, 16)}</small>
      </h3>
      <ul className={styles.teams}>
        {teams.map((team) => {
          const leaders = current.filter(({ teamId }) => teamId === team.id)
          return (
            <li key={team.id} className={styles.team} data-empty={leaders.length === 0 || undefined}>
              <div className={styles.teamName}>
                <b>{team.name}</b>
                <span>{countAtWork(team.id)}</span>
              </div>
              {leaders.length === 0 && <span className={styles.nobody}>{t('nobody')}</span>}
              {leaders.map((duty) => (
                <UnstyledButton
                  key={duty.dutyId}
                  className={styles.leader}
                  disabled={!onChoose}
                  onClick={() => onChoose?.(duty)}
                >
                  <span>{duty.user}</span>
                  {duty.standsInFor && <em>{t('standsIn', { user: duty.standsInFor })}</em>}
                  <small>{t('until', { time: untilText(duty.to, now, zone) })}</small>
                </UnstyledButton>
              ))}
            </li>
          )
        })}
      </ul>
    </>
  )
}
