import { useTranslations } from 'next-intl'
import type { PlaybookStep } from '#server/domain/playbook/playbook.ts'
import styles from './flow.module.css'

const MARKS = ['min', 'target', 'warn', 'max'] as const

/** How long a step may take: up to `min` is too fast, from `warn` it is pressing, at `max` it is over. */
export const DwellBar = ({ dwell }: { dwell: PlaybookStep['dwellSec'] }) => {
  const t = useTranslations('playbook')
  const share = (value: number) => `${dwell.max > 0 ? Math.min(100, (value / dwell.max) * 100) : 0}%`
  const stops = { '--min': share(dwell.min), '--target': share(dwell.target), '--warn': share(dwell.warn) }
  return (
    <div className={styles.dwell}>
      <div className={styles.bar} style={stops as React.CSSProperties} aria-hidden="true">
        <span className={styles.tick} />
      </div>
      <dl aria-label={t('dwell')}>
        {MARKS.map((mark) => (
          <div key={mark} data-mark={mark}>
            <dt>{t(`marks.${mark}`)}</dt>
            <dd>{t('sec', { sec: dwell[mark] })}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
