'use client'

import { useTimeZone, useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { CallView } from '#server/protocol/call-view.ts'
import { formatClock } from '../_ui/format.ts'
import { useRuleText } from '../_ui/rule-text.ts'
import styles from './call.module.css'
import { listMarks } from './evidence-marks.ts'
import { SpokenText } from './spoken-text.tsx'

/** Alerts that rest on an utterance, by the moment it was said. */
const alertsByMoment = (view: CallView) => {
  const byMoment = new Map<number, CallView['alerts']>()
  for (const alert of view.alerts) {
    for (const item of alert.evidenceList) {
      if (item.kind === 'utterance') byMoment.set(item.at, [...(byMoment.get(item.at) ?? []), alert])
    }
  }
  return byMoment
}

/** A level that rests on words alone stands at the words already. */
const isToldHere = ({ source }: CallView['alerts'][number]) => source !== 'words'

/** What was said, where the viewer may read it; lines that decided something say what. */
export const Transcript = ({ view }: { view: CallView }) => {
  const t = useTranslations('call')
  const zone = useTimeZone() ?? 'UTC'
  const ruleText = useRuleText()
  const deciding = useMemo(() => alertsByMoment(view), [view])
  const marks = useMemo(() => listMarks(view), [view])
  const lines = view.transcript
  return (
    <section className={styles.card} aria-labelledby="call-transcript" data-testid="transcript">
      <h3 id="call-transcript" className={styles.cardTitle}>
        {t('transcript')}{' '}
        {lines !== null && lines.length > 0 && (
          <span className={styles.count}>{t('transcriptCount', { count: lines.length })}</span>
        )}
      </h3>
      {lines === null && (
        <p className={styles.none}>{t(view.transcriptWithheld ? 'transcriptWithheld' : 'transcriptForbidden')}</p>
      )}
      {lines?.length === 0 && <p className={styles.none}>{t('transcriptNone')}</p>}
      {lines !== null && lines.length > 0 && (
        <ol className={styles.lines}>
          {lines.map((line) => (
            <li
              key={line.utteranceId}
              className={styles.line}
              data-role={line.role}
              data-partial={!line.isFinal || undefined}
              data-testid={`line-${line.utteranceId}`}
              data-decides={deciding.get(line.at)?.[0]?.severity}
            >
              <time>{formatClock(line.at, zone)}</time>
              <span className={styles.speaker}>{t(`roles.${line.role}`)}</span>
              <span className={styles.said}>
                <SpokenText utteranceId={line.utteranceId} text={line.text} marks={marks.get(line.utteranceId) ?? []} />
                {!line.isFinal && <span className={styles.partial}> {t('partial')}</span>}
                {deciding
                  .get(line.at)
                  ?.filter(isToldHere)
                  .map((alert) => (
                    <span key={alert.key} className={styles.verdict} data-severity={alert.severity}>
                      {ruleText.long(alert)}
                    </span>
                  ))}
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
