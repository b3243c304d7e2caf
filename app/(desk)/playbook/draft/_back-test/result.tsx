'use client'

import { Alert } from '@mantine/core'
import { useFormatter, useTranslations } from 'next-intl'
import type { CallCounts } from '#server/domain/playbook/back-test/report.ts'
import type { BackTestStatus } from '#server/protocol/back-test.ts'
import { formatDuration, formatMoment } from '../../../../_ui/format.ts'
import styles from './back-test.module.css'
import { LineTable } from './line-table.tsx'

type Done = Extract<BackTestStatus, { state: 'done' }>
type Props = { status: Done; zone: string; current: number; isOld: boolean }

const NOTES = ['gone', 'cut', 'broken', 'unanswered', 'wordless', 'unclassified'] as const

/** How much of what was asked for could be judged, and how well. */
const Coverage = ({ calls }: { calls: CallCounts }) => {
  const t = useTranslations('playbook.backTest')
  return (
    <ul className={styles.coverage} data-testid="back-test-coverage">
      <li>{t('judged', { read: calls.read, judged: calls.judged })}</li>
      {NOTES.filter((note) => calls[note] > 0).map((note) => (
        <li key={note} data-lost={note === 'gone' || note === 'cut' || note === 'broken' || undefined}>
          {t(`notes.${note}`, { count: calls[note] })}
        </li>
      ))}
    </ul>
  )
}

export const Result = ({ status, zone, current, isOld }: Props) => {
  const t = useTranslations('playbook.backTest')
  const format = useFormatter()
  const { report, over, by, startedAt, endedAt } = status
  const { calls, total, alerts } = report
  const perHundred = (count: number) =>
    format.number((100 * count) / Math.max(1, calls.judged), { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const load = { before: perHundred(alerts.before), after: perHundred(alerts.after) }
  const isSame = total.appeared + total.disappeared + total.changed === 0
  const { appeared, disappeared, changed } = total
  if (calls.read === 0)
    return (
      <div className={styles.empty} data-testid="back-test-empty">
        <h3>{t('emptyTitle')}</h3>
        <p>{t('emptyText')}</p>
      </div>
    )
  return (
    <section className={styles.result} aria-label={t('result')} data-testid="back-test-result">
      {isOld && (
        <Alert color="orange" variant="light" data-testid="back-test-old">
          {t('oldDraft')}
        </Alert>
      )}
      {over !== current && (
        <Alert color="orange" variant="light">
          {t('otherVersion', { over, current })}
        </Alert>
      )}
      <p className={styles.sentence} role="status" data-testid="back-test-sentence">
        {calls.judged === 0
          ? t('noneJudged', { read: calls.read })
          : isSame
            ? t('same', { calls: calls.judged, version: over, before: load.before })
            : t('sentence', { calls: calls.judged, appeared, disappeared, changed, ...load })}
      </p>
      <Coverage calls={calls} />
      <p className={styles.by}>
        {t('ranBy', { by, at: formatMoment(startedAt, zone), time: formatDuration(endedAt - startedAt) })} {t('kept')}
      </p>
      {report.lines.length > 0 && <LineTable id={status.id} lines={report.lines} over={over} zone={zone} />}
    </section>
  )
}
