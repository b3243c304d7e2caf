'use client'

import { useTranslations } from 'next-intl'
import { formatDuration } from '../_ui/format.ts'
import styles from './actions.module.css'
import type { CallSegment } from './call-segments.tsx'

const MINUTE = 60_000

/** How the two spoke, in figures; nothing where nobody told when each of them did. */
export const ConversationLine = ({ segment: { conversation } }: { segment: CallSegment }) => {
  const t = useTranslations('call.conversation')
  if (!conversation) return null
  const { agentMs, customerMs, overlapMs, silenceMs, longestSilenceMs, interruptions, agentChars } = conversation
  const figures = [
    ['share', `${Math.round((100 * customerMs) / (agentMs + customerMs))}%`],
    ['interruptions', String(interruptions)],
    ['overlap', formatDuration(overlapMs)],
    ['silence', formatDuration(silenceMs)],
    ['longest', formatDuration(longestSilenceMs)],
    ['rate', t('perMinute', { count: Math.round((agentChars * MINUTE) / agentMs) })],
  ] as const
  return (
    <dl className={styles.conversation} data-testid="conversation">
      {figures.map(([name, value]) => (
        <div key={name} title={t(`${name}Note`)}>
          <dt>{t(name)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
