'use client'

import { useTimeZone, useTranslations } from 'next-intl'
import type { CallView } from '#server/protocol/call-view.ts'
import { formatClock } from '../_ui/format.ts'
import { useRuleText } from '../_ui/rule-text.ts'
import { SeverityMark } from '../_ui/severity-mark.tsx'
import styles from './call.module.css'
import { EvidenceList } from './evidence-list.tsx'
import { VerdictCallBack } from './verdict-call-back.tsx'
import { type CallDispute, findDispute, VerdictDispute } from './verdict-dispute.tsx'

type Gone = CallDispute | NonNullable<CallView['callBacks']>[number]

/** What people did about verdicts that are gone without a trace of their own: alerts stay, what was only counted does not. */
const goneVerdicts = ({ disputes = [], callBacks = [], alerts, marks = [] }: CallView): Gone[] => {
  const known = new Set([...alerts, ...marks].map(({ key }) => key))
  const gone = new Map<string, Gone>([...disputes, ...callBacks].map((one) => [one.key, one]))
  return [...gone.values()].filter(({ key }) => !known.has(key))
}

/** Verdicts that call nobody: what is counted, and what the customer should be called back for. */
export const CallMarks = ({ view }: { view: CallView }) => {
  const t = useTranslations()
  const zone = useTimeZone() ?? 'UTC'
  const ruleText = useRuleText()
  const marks = view.marks ?? []
  const gone = goneVerdicts(view)
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
          <VerdictCallBack view={view} verdictKey={mark.key} />
          <VerdictDispute view={view} verdictKey={mark.key} />
        </article>
      ))}
      {gone.map((verdict) => (
        <article key={verdict.key} className={styles.alert} data-condition="refuted" data-overturned>
          <p className={styles.alertLine}>
            <b>{ruleText.long(verdict)}</b>
            <time>{formatClock(verdict.dueAt, zone)}</time>
          </p>
          <p className={styles.alertFacts}>{t('condition.refuted')}</p>
          <VerdictCallBack view={view} verdictKey={verdict.key} />
          {findDispute(view, verdict.key) && <VerdictDispute view={view} verdictKey={verdict.key} />}
        </article>
      ))}
    </section>
  )
}
