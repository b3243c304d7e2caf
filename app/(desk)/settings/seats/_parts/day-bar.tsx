'use client'

import { useTranslations } from 'next-intl'
import type { Sitting } from '#db/queries/list-sittings.ts'
import { formatSiteTime } from '#server/domain/site-time.ts'
import styles from './day-bar.module.css'

type Within = { from: number; to: number }

const percent = (at: number, { from, to }: Within) => (100 * (Math.min(Math.max(at, from), to) - from)) / (to - from)

/** One day of one seat from left to right: who was there, and in which way that is known. */
export const DayBar = (props: { within: Within; now: number; zone: string; sittings: readonly Sitting[] }) => {
  const { within, now, zone, sittings } = props
  const t = useTranslations('seats')
  const clock = (at: number) => formatSiteTime(Math.min(Math.max(at, within.from), within.to), zone).slice(11, 16)
  return (
    <div className={styles.bar}>
      {sittings.map((one) => {
        const left = percent(one.from, within)
        const width = percent(one.to ?? within.to, within) - left
        const who = one.name ?? one.agentNo
        const said = t('sat', {
          who,
          from: clock(one.from),
          to: one.to === null ? t('on') : clock(one.to),
          source: t(`sources.${one.source}`),
        })
        return (
          <span
            key={one.from}
            className={styles.sitting}
            data-source={one.source}
            style={{ left: `${left}%`, width: `${width}%` }}
            title={said}
          >
            <span>{who}</span>
          </span>
        )
      })}
      {now > within.from && now < within.to && (
        <span className={styles.now} style={{ left: `${percent(now, within)}%` }} />
      )}
    </div>
  )
}

const HOURS = [0, 6, 12, 18, 24]

export const DayScale = () => (
  <div className={styles.scale} aria-hidden="true">
    {HOURS.map((hour) => (
      <span key={hour} style={{ left: `${(100 * hour) / 24}%` }}>
        {String(hour).padStart(2, '0')}
      </span>
    ))}
  </div>
)
