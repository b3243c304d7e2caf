'use client'

import { useTimeZone, useTranslations } from 'next-intl'
import type { CallView } from '#server/protocol/call-view.ts'
import { formatClock, formatDuration } from '../_ui/format.ts'
import { useRuleText } from '../_ui/rule-text.ts'
import { SeverityMark } from '../_ui/severity-mark.tsx'
import styles from './call.module.css'
import { EvidenceList } from './evidence-list.tsx'
import { findDispute, VerdictDispute } from './verdict-dispute.tsx'

/** Every verdict on this call, open or not, with what it rests on and what people did about it. */
export const CallAlerts = ({ view }: { view: CallView }) => {
  const t = useTranslations()
  const zone = useTimeZone() ?? 'UTC'
  const ruleText = useRuleText()
  return (
    <section className={styles.card} aria-labelledby="call-alerts">
      <h3 id="call-alerts" className={styles.cardTitle}>
        {t('call.alerts')} {view.alerts.length > 0 && <span className={styles.count}>{view.alerts.length}</span>}
      </h3>
      {view.alerts.length === 0 && <p className={styles.none}>{t('call.noAlerts')}</p>}
      {view.alerts.map((alert) => (
        <article
          key={alert.key}
          className={styles.alert}
          data-severity={alert.severity}
          data-condition={alert.condition}
          data-testid={`call-alert-${alert.rule}`}
          data-overturned={findDispute(view, alert.key)?.state === 'overturned' || undefined}
        >
          <p className={styles.alertLine}>
            <SeverityMark severity={alert.severity} label={t(`severity.${alert.severity}`)} />
            <b>{ruleText.long(alert)}</b>
            <time>{formatClock(alert.dueAt, zone)}</time>
          </p>
          <p className={styles.alertFacts}>
            {[
              t(`condition.${alert.condition}`),
              t(`handling.${alert.handling}`),
              alert.source && t(`levelSource.${alert.source}`),
              alert.handledBy && t('call.handledBy', { name: alert.handledBy }),
              alert.limitMs !== undefined && t('call.alertLimit', { limit: formatDuration(alert.limitMs) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          {alert.evidenceList.length > 0 ? (
            <EvidenceList view={view} items={alert.evidenceList} />
          ) : (
            <p className={styles.none}>{t('call.noEvidence')}</p>
          )}
          {(alert.condition !== 'refuted' || findDispute(view, alert.key)) && (
            <VerdictDispute view={view} verdictKey={alert.key} />
          )}
        </article>
      ))}
    </section>
  )
}
