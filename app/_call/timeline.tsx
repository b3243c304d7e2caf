'use client'

import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useTimeZone, useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import type { CallView } from '#server/protocol/call-view.ts'
import { useFeedTime, usePaint } from '../_live/hooks.ts'
import { useLive } from '../_live/provider.tsx'
import { formatClock } from '../_ui/format.ts'
import { useBarText } from './bar-text.ts'
import styles from './timeline.module.css'
import { type Bar, LANES, type Timeline as Layout, layoutTimeline, placeOf, timelineEnd } from './timeline-model.ts'

const percent = (share: number) => `${(share * 100).toFixed(3)}%`

/** The end of the axis; of a live call it moves on only when now comes near it. */
const useTimelineEnd = (view: CallView) => {
  const { clock } = useLive()
  const readTime = useFeedTime(view.feedId)
  const [now, setNow] = useState(() => readTime() ?? view.startedAt)
  const latest = useRef({ view, readTime, now })
  latest.current = { view, readTime, now }
  useEffect(
    () =>
      clock.onBeat(() => {
        const { view: current, readTime: read, now: known } = latest.current
        const at = read()
        if (at !== undefined && at > timelineEnd(current, known)) setNow(at)
      }),
    [clock],
  )
  return timelineEnd(view, now)
}

/** About how wide a label is drawn, px: Chinese is as wide as the type is high. */
const textWidth = (text: string) => [...text].reduce((sum, char) => sum + (char > '\u2e7f' ? 12.5 : 7), 18)

const placeBar = (bar: Bar, layout: Layout) => {
  const left = placeOf(layout, bar.from)
  const end = bar.to === undefined ? 'var(--now)' : percent(placeOf(layout, bar.to))
  const width = bar.kind === 'fact' ? undefined : `calc(${end} - ${percent(left)})`
  if (!bar.hangs) return { left: percent(left), width }
  return { right: `calc(100% - ${bar.kind === 'fact' ? percent(left) : end})`, width }
}

const BarView = ({ bar, layout, text }: { bar: Bar; layout: Layout; text: { label: string; spoken: string } }) => (
  <li
    className={styles.bar}
    data-kind={bar.kind}
    data-severity={bar.severity}
    data-over-from={bar.overFrom}
    data-open={bar.to === undefined || undefined}
    data-testid={`bar-${bar.kind}`}
    style={{ ...placeBar(bar, layout), top: `${bar.row * 28}px` }}
    title={text.spoken}
  >
    <span className={styles.label} aria-hidden="true">
      {text.label}
    </span>
    <span className="visually-hidden">{text.spoken}</span>
  </li>
)

/** The call from left to right: what it did, which step, what was done, what went wrong. */
export const CallTimeline = ({ view }: { view: CallView }) => {
  const t = useTranslations('call')
  const zone = useTimeZone() ?? 'UTC'
  const end = useTimelineEnd(view)
  const barText = useBarText(view)
  const { ref: sizeRef, width } = useElementSize()
  const layout = layoutTimeline(view, end, (bar) => textWidth(barText(bar).label) / Math.max(width, 200))
  const isLive = view.clearedAt === undefined
  const paintRef = usePaint<HTMLDivElement>(view.feedId, (element, now) => {
    element.style.setProperty('--now', percent(placeOf(layout, now)))
    for (const bar of element.querySelectorAll<HTMLElement>('[data-kind="step"]')) {
      const { overFrom } = bar.dataset
      bar.toggleAttribute('data-over', overFrom !== undefined && Number(overFrom) <= now)
    }
  })
  const plotRef = useMergedRef(paintRef, sizeRef)
  return (
    <section className={styles.timeline} aria-label={t('timeline')} data-testid="timeline">
      {LANES.map((lane) => (
        <div key={lane} className={styles.laneName} style={{ gridRow: LANES.indexOf(lane) + 1 }}>
          {t(`lanes.${lane}`)}
        </div>
      ))}
      <div ref={plotRef} className={styles.plot}>
        {LANES.map((lane) => (
          <ul
            key={lane}
            className={styles.lane}
            aria-label={t(`lanes.${lane}`)}
            data-lane={lane}
            style={{ height: `${layout.rows[lane] * 28 + 8}px` }}
          >
            {layout.bars
              .filter((bar) => bar.lane === lane)
              .map((bar) => (
                <BarView key={bar.id} bar={bar} layout={layout} text={barText(bar)} />
              ))}
          </ul>
        ))}
        <div className={styles.axis} aria-hidden="true">
          {layout.ticks.map((at) => (
            <span key={at} className={styles.tick} style={{ left: percent(placeOf(layout, at)) }}>
              {formatClock(at, zone).slice(0, layout.to - layout.from > 8 * 60_000 ? 5 : 8)}
            </span>
          ))}
        </div>
        {view.segments.map((segment) =>
          segment.answeredAt === undefined ? null : (
            <i
              key={segment.segmentId}
              className={styles.answer}
              style={{ left: percent(placeOf(layout, segment.answeredAt)) }}
              title={`${t('answered')} ${formatClock(segment.answeredAt, zone)}`}
            />
          ),
        )}
        {isLive && <i className={styles.now} aria-hidden="true" data-label={t('now')} />}
      </div>
    </section>
  )
}
