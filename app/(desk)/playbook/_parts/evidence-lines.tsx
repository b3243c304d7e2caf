'use client'

import { useTranslations } from 'next-intl'
import type { Action } from '#server/domain/playbook/action.ts'
import { fewExamples } from '../_model/example.ts'
import styles from './flow.module.css'
import { useReading } from './reading.ts'

const FEW = 2
const MANY = 24

/** What counts as done: a system's fact, words said, something measured; nothing but the first where it must be so. */
export const EvidenceLines = ({ action, isShort = false }: { action: Action; isShort?: boolean }) => {
  const t = useTranslations('playbook')
  const { words } = useReading()
  const said = (role: 'agent' | 'customer') => {
    const examples = fewExamples(action.cues[role], t('digits'), isShort ? FEW : MANY)
    return examples.length > 0 ? words.list(examples.map(words.quote)) : ''
  }
  const agent = said('agent')
  const customer = said('customer')
  const lines: [key: string, text: string][] = []
  if (action.events.length > 0)
    lines.push([action.systemOnly ? 'systemOnly' : 'system', words.list(action.events.map(words.event))])
  if (agent && !(action.systemOnly && isShort)) lines.push([action.systemOnly ? 'saidOnly' : 'said', agent])
  if (customer && !(action.systemOnly && isShort)) lines.push(['customer', customer])
  if (action.metrics.length > 0) lines.push(['metric', words.list(action.metrics.map(words.metric))])
  return (
    <dl className={styles.evidence} data-whole={!isShort || undefined}>
      {lines.map(([key, text]) => (
        <div key={key}>
          <dt>{t(`evidence.${key}` as 'evidence.said')}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}
