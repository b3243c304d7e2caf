'use client'

import { useTimeZone, useTranslations } from 'next-intl'
import { useRef } from 'react'
import type { CallFrame } from '#server/protocol/live.ts'
import { useLiveState } from '../_live/hooks.ts'
import { formatClock } from '../_ui/format.ts'
import styles from './call.module.css'
import { CallAlerts } from './call-alerts.tsx'
import { CallHead } from './call-head.tsx'
import { CallLevels } from './call-levels.tsx'
import { CallMarks } from './call-marks.tsx'
import { CallSegments } from './call-segments.tsx'
import { ChoiceProvider, useChoosing } from './evidence-choice.tsx'
import { CallTimeline } from './timeline.tsx'
import { Transcript } from './transcript.tsx'

type Props = {
  frame: CallFrame
  onOpen: (feed: string, callId: string) => void
}

/** Everything that is known of one call; the same in the panel and on the page, while it lasts and afterwards. */
export const CallContent = ({ frame, onOpen }: Props) => {
  const t = useTranslations()
  const zone = useTimeZone() ?? 'UTC'
  const { view } = frame
  const ref = useRef<HTMLDivElement>(null)
  const choosing = useChoosing(ref)
  const time = useLiveState((state) => state.times[view.feedId])
  const isRunning = view.clearedAt === undefined
  const isOld = isRunning && time !== undefined && time.health !== 'live'
  const at = time?.frozenAt ?? frame.serverTime
  return (
    <div
      ref={ref}
      className={styles.content}
      data-testid="call-content"
      data-health={isRunning ? time?.health : undefined}
    >
      {isOld && (
        <p className={styles.old} role="status">
          {t('call.stale', { health: t(`health.${time.health}`), at: formatClock(at, zone) })}
        </p>
      )}
      <CallHead view={view} onOpen={onOpen} />
      <CallTimeline view={view} />
      <div className={styles.columns}>
        <ChoiceProvider value={choosing}>
          <Transcript view={view} />
          <div className={styles.facts}>
            <CallSegments view={view} />
            <CallLevels view={view} />
            <CallAlerts view={view} />
            <CallMarks view={view} />
          </div>
        </ChoiceProvider>
      </div>
    </div>
  )
}
