'use client'

import { useTimeZone, useTranslations } from 'next-intl'
import type { CallView } from '#server/protocol/call-view.ts'
import { formatClock } from '../_ui/format.ts'
import { useRuleText } from '../_ui/rule-text.ts'
import { SeverityMark } from '../_ui/severity-mark.tsx'
import styles from './call.module.css'
import { EvidenceList } from './evidence-list.tsx'
import { type CallDispute, findDispute, VerdictDispute } from './verdict-dispute.tsx'

/** Disputes whose verdict is gone without a trace of its own: alerts stay, what was only counted does not. */
const goneDisputes = ({ disputes = [], alerts, marks = [] }: CallView): CallDispute[] =>
  disputes.filter(({ key }) => ![...alerts, ...marks].some((verdict) => verdict.key === key))

/** Verdicts that call nobody: what is counted, and what the customer should be called back for. */
export const CallMarks = ({ view }: { view: CallView }) => {
  const t = useTranslations()
  const zone = useTimeZone() ?? 'UTC'
  const ruleText = useRuleText()
  const marks = view.marks ?? []
  const gone = goneDisputes(view)
  if (marks.length + gone.length === 0) return null
  return (
    <section className={styles.card} aria-labelledby="call-marks">
      <h3 id="call-marks" className={styles.cardTitle}>
        {t('call.marks')} <span className={styles.count}>{marks.length}</span>
      </h3>
      {marks.map((mark) => (
        <article
          key={mark.key}
          className={styles.alert}
          data-severity={mark.severity}
          data-condition={mark.condition}
          data-overturned={findDispute(view, mark.key)?.state === 'overturned' || undefined}
        >
          <p className={styles.alertLine}>
            <SeverityMark severity={mark.severity} label={t(`severity.${mark.severity}`)} />
            <b>{ruleText.long(mark)}</b>
            <time>{formatClock(mark.dueAt, zone)}</time>
          </p>
          <p className={styles.alertFacts}>
            {[t(`call.verdictUses.${mark.as}`), t(`condition.${mark.condition}`)].join(' · ')}
          </p>
          {mark.evidenceList.some(({ kind }) => kind !== 'timer') && (
            <EvidenceList view={view} items={mark.evidenceList} />
          )}
          <VerdictDispute view={view} verdictKey={mark.key} />
        </article>
      ))}
      {gone.map((dispute) => (
        <article key={dispute.key} className={styles.alert} data-condition="refuted" data-overturned>
          <p className={styles.alertLine}>
            <b>{ruleText.long(dispute)}</b>
            <time>{formatClock(dispute.dueAt, zone)}</time>
          </p>
          <p className={styles.alertFacts}>{t('condition.refuted')}</p>
          <VerdictDispute view={view} verdictKey={dispute.key} />
        </article>
      ))}
    </section>
  )
}
