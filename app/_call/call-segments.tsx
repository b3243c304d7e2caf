'use client'

import { useTimeZone, useTranslations } from 'next-intl'
import type { CallView } from '#server/protocol/call-view.ts'
import { formatClock, formatDuration } from '../_ui/format.ts'
import styles from './call.module.css'
import { Checklist, countDone } from './checklist.tsx'
import { ConversationLine } from './conversation-line.tsx'
import { GoldenSteps } from './golden-steps.tsx'
import { ListeningNote } from './listening-note.tsx'
import { NextDueCard } from './next-due.tsx'
import { segmentHolds } from './segment-holds.ts'

export type CallSegment = CallView['segments'][number]

const ROLE = { owner: 'roleOwner', assist: 'roleAssist', consult: 'roleConsult' } as const
const TRANSFER = { blind: 'transferBlind', attended: 'transferAttended' } as const

type LineProps = { segment: CallSegment; index: number; end?: number; isJudged: boolean }

const SegmentLine = ({ segment, index, end, isJudged }: LineProps) => {
  const t = useTranslations('call')
  const zone = useTimeZone() ?? 'UTC'
  const until = segment.endedAt ?? end
  const isHolding = until === undefined && segment.holds.some((hold) => hold.to === undefined)
  const { count, heldMs } = segmentHolds(segment, until ?? Number.NEGATIVE_INFINITY)
  const parts = [
    t(ROLE[segment.role]),
    segment.queueId,
    segment.answeredAt === undefined
      ? t('noAnswer')
      : `${formatClock(segment.answeredAt, zone)} ${t('answered')}${until ? ` · ${formatDuration(until - segment.answeredAt)}` : ''}`,
    count > 0 && (isHolding ? t('holdsShort', { count }) : t('holds', { count, duration: formatDuration(heldMs) })),
    segment.transfer && t(TRANSFER[segment.transfer]),
    segment.endCause && t(`clearCauses.${segment.endCause}`),
  ]
  return (
    <p className={styles.segmentLine}>
      <span className={styles.segmentIndex}>{t('segment', { index })}</span>
      <b>{segment.name ?? segment.agentNo}</b>
      {segment.name && <span className={styles.no}>{segment.agentNo}</span>}
      {isJudged && <span className={styles.stepCount}>{t('stepCount', countDone(segment))}</span>}
      <span className={styles.segmentFacts}>{parts.filter(Boolean).join(' · ')}</span>
    </p>
  )
}

/** Who handled the call, one after another, and what became of the five steps with each. */
export const CallSegments = ({ view }: { view: CallView }) => {
  const t = useTranslations('call')
  return (
    <section className={styles.card} aria-labelledby="call-segments">
      <h3 id="call-segments" className={styles.cardTitle}>
        {t('checklist')}
      </h3>
      {view.segments.map((segment, index) => {
        const isJudged = segment.role === 'owner' && segment.answeredAt !== undefined
        return (
          <div key={segment.segmentId} className={styles.segment} data-testid={`segment-${segment.agentId}`}>
            <SegmentLine segment={segment} index={index + 1} end={view.clearedAt} isJudged={isJudged} />
            {isJudged && (
              <>
                <ListeningNote segment={segment} />
                <ConversationLine segment={segment} />
                <NextDueCard feed={view.feedId} segment={segment} />
                <Checklist view={view} segment={segment} />
                <GoldenSteps segment={segment} />
              </>
            )}
          </div>
        )
      })}
      {view.segments.length === 0 && <p className={styles.none}>{t('noAnswer')}</p>}
    </section>
  )
}
