'use client'

import { useTimeZone, useTranslations } from 'next-intl'
import type { CallView } from '#server/protocol/call-view.ts'
import { formatClock } from '../_ui/format.ts'
import styles from './call.module.css'
import { useEvidenceText } from './evidence-text.ts'

type Evidence = CallView['alerts'][number]['evidenceList'][number]

/** Phrases of one utterance are one item. */
const joinPhrases = (items: readonly Evidence[]): Evidence[] => {
  const joined = new Map<string, Evidence>()
  for (const item of items) {
    const key = `${item.eventId}:${item.at}`
    const before = joined.get(key)
    const text = [before?.text, item.text].filter(Boolean).join('…') || undefined
    joined.set(key, before ? { ...before, text } : item)
  }
  return [...joined.values()]
}

/** What a verdict rests on: when, which kind of fact, and its own words. */
export const EvidenceList = ({ view, items }: { view: CallView; items: readonly Evidence[] }) => {
  const textOf = useEvidenceText(view)
  const t = useTranslations('call')
  const zone = useTimeZone() ?? 'UTC'
  return (
    <ul className={styles.evidence} aria-label={t('evidence')}>
      {joinPhrases(items).map((item) => (
        <li key={`${item.eventId}:${item.at}`} title={item.eventId}>
          <time>{formatClock(item.at, zone)}</time>
          <span className={styles.kind}>{t(`evidenceKind.${item.kind}`)}</span>
          <span className={styles.text}>{textOf(item)}</span>
        </li>
      ))}
    </ul>
  )
}
