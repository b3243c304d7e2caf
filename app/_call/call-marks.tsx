'use client'

import { useTimeZone, useTranslations } from 'next-intl'
import type { CallView } from '#server/protocol/call-view.ts'
import { formatClock } from '../_ui/format.ts'
import { useRuleText } from '../_ui/rule-text.ts'
import { SeverityMark } from '../_ui/severity-mark.tsx'
import styles from './call.module.css'
import { EvidenceList } from './evidence-list.tsx'

/** Verdicts that call nobody: what is counted, and what the customer should be called back for. */
export const CallMarks = ({ view }: { view: CallView }) => {
  const t = useTranslations()
  const zone = useTimeZone() ?? 'UTC'
  const ruleText = useRuleText()
  const marks = view.marks ?? []
  if (marks.length === 0) return null
  return (
    <section className={styles.card} aria-labelledby="call-marks">
      <h3 id="call-marks" className={styles.cardTitle}>
        {t('call.marks')} <span className={styles.count}>{marks.length}</span>
      </h3>
      {marks.map((mark) => (
        <article key={mark.key} className={styles.alert} data-severity={mark.severity} data-condition={mark.condition}>
          <p className={styles.alertLine}>
            <SeverityMark severity={mark.severity} label={t(`severity.${mark.severity}`)} />
            <b>{ruleText.long(mark)}</b>
            <time>{formatClock(mark.dueAt, zone)}</time>
          </p>
          <p className={styles.alertFacts}>
            {[
              t(`call.verdictUses.${mark.as}`),
              t(`condition.${mark.condition}`),
              mark.source && t(`levelSource.${mark.source}`),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          {mark.evidenceList.some(({ kind }) => kind !== 'timer') && (
            <EvidenceList view={view} items={mark.evidenceList} />
          )}
        </article>
      ))}
    </section>
  )
}
