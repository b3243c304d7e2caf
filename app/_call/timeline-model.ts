import type { Severity, Step } from '#server/domain/words.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import { stayOverFrom } from './step-dwell.ts'

export const LANES = ['states', 'steps', 'facts', 'alerts'] as const
export type Lane = (typeof LANES)[number]

export type BarKind = 'queue' | 'ring' | 'talk' | 'hold' | 'acw' | 'gap' | 'step' | 'fact' | 'alert'
/** One stretch of a lane, epoch ms; `to` absent: it lasts still. `row` stacks bars that would cover each other. */
export type Bar = {
  id: string
  lane: Lane
  kind: BarKind
  from: number
  to?: number
  row: number
  step?: Step
  severity?: Severity
  /** What the bar is of: a queue, an agent, a fact's name, an alert's key. */
  subject?: string
  /** When a stay in a step passes its limit; may lie ahead of an open one. */
  overFrom?: number
  /** Its words would pass the right edge: it hangs to the left of its end instead. */
  hangs?: boolean
}

export type Timeline = { from: number; to: number; bars: Bar[]; rows: Record<Lane, number>; ticks: number[] }

const SECOND = 1000
const MINUTE = 60 * SECOND
const TICK_STEPS = [10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200].map((sec) => sec * SECOND)

/** Distance between axis marks so that about `count` of them fit. */
export const tickStep = (span: number, count = 7): number =>
  TICK_STEPS.find((step) => span / step <= count) ?? Math.ceil(span / count / 3_600_000) * 3_600_000

/** Where the axis ends: the call's end, or beyond now, so that a live call need not be scaled anew each second. */
export const timelineEnd = (view: CallView, now: number): number => {
  const last = Math.max(view.startedAt + 20 * SECOND, ...view.segments.map((s) => s.endedAt ?? 0), view.clearedAt ?? 0)
  if (view.clearedAt !== undefined) return last
  const elapsed = Math.max(now, last) - view.startedAt
  const grain = elapsed < 5 * MINUTE ? 30 * SECOND : elapsed < 30 * MINUTE ? 2 * MINUTE : 10 * MINUTE
  return view.startedAt + Math.ceil((elapsed * 1.06) / grain) * grain
}

/** Cuts the talk of one segment around its holds. */
const talkBars = (view: CallView, segment: CallView['segments'][number]): Omit<Bar, 'row'>[] => {
  if (segment.answeredAt === undefined) return []
  const end = segment.endedAt
  const bars: Omit<Bar, 'row'>[] = []
  const holds = [...segment.holds].sort((a, b) => a.from - b.from)
  let from = segment.answeredAt
  const base = { lane: 'states', subject: segment.segmentId } as const
  for (const [index, hold] of holds.entries()) {
    const id = `${segment.segmentId}:${index}`
    if (hold.from > from) bars.push({ ...base, id: `talk:${id}`, kind: 'talk', from, to: hold.from })
    const to = hold.to ?? end
    bars.push({ ...base, id: `hold:${id}`, kind: 'hold', from: hold.from, to })
    if (to === undefined) return bars
    from = to
  }
  if (end === undefined || end > from)
    bars.push({ ...base, id: `talk:${segment.segmentId}`, kind: 'talk', from, to: end })
  return bars.map((bar) => ({ ...bar, to: bar.to ?? view.clearedAt }))
}

const stateBars = (view: CallView): Omit<Bar, 'row'>[] => [
  ...view.queueVisits.map((visit, index) => ({
    id: `queue:${index}`,
    lane: 'states' as const,
    kind: 'queue' as const,
    from: visit.from,
    to: visit.to ?? view.clearedAt,
    subject: visit.queueId,
  })),
  ...view.segments.flatMap((segment) => {
    const bars: Omit<Bar, 'row'>[] = []
    const { segmentId, offeredAt, answeredAt, endedAt } = segment
    const rung = answeredAt ?? endedAt ?? view.clearedAt
    if (offeredAt !== undefined && (rung === undefined || rung > offeredAt)) {
      bars.push({
        id: `ring:${segmentId}`,
        lane: 'states',
        kind: 'ring',
        from: offeredAt,
        to: rung,
        subject: segmentId,
      })
    }
    bars.push(...talkBars(view, segment))
    for (const [index, gap] of segment.gaps.entries()) {
      bars.push({ id: `gap:${segmentId}:${index}`, lane: 'states', kind: 'gap', ...gap, subject: segmentId })
    }
    return bars
  }),
]

const stepBars = (view: CallView): Omit<Bar, 'row'>[] =>
  view.segments.flatMap((segment) =>
    segment.visits.map((visit, index) => {
      const to = visit.to ?? segment.endedAt ?? view.clearedAt
      return {
        id: `step:${segment.segmentId}:${index}`,
        lane: 'steps' as const,
        kind: 'step' as const,
        from: visit.from,
        to,
        step: visit.step,
        subject: segment.segmentId,
        overFrom: stayOverFrom(segment, { ...visit, to }),
      }
    }),
  )

const pointBars = (view: CallView): Omit<Bar, 'row'>[] => [
  ...view.facts.map((fact, index) => ({
    id: `fact:${index}`,
    lane: 'facts' as const,
    kind: 'fact' as const,
    from: fact.at,
    to: fact.at,
    subject: fact.name,
  })),
  ...view.alerts.map((alert) => ({
    id: `alert:${alert.key}`,
    lane: 'alerts' as const,
    kind: 'alert' as const,
    from: alert.dueAt,
    to: alert.endedAt ?? view.clearedAt,
    severity: alert.severity,
    subject: alert.key,
  })),
]

/** Marks whose words stand beside them; the words of the others stay inside the bar. */
const NEEDS_ROOM: Record<Lane, boolean> = { states: false, steps: false, facts: true, alerts: true }
/** Before it a mark has more room at its right than at its left, however long its words are. */
const HALF = 0.5

export type LabelShare = (bar: Omit<Bar, 'row'>) => number

/** Puts each bar into the first row of its lane where it covers none before it. */
const stack = (bars: Omit<Bar, 'row'>[], start: number, end: number, shareOf: LabelShare): Bar[] => {
  const ends = new Map<Lane, number[]>()
  const span = Math.max(1, end - start)
  const hangs = (bar: Omit<Bar, 'row'>) => {
    const place = (bar.from - start) / span
    return NEEDS_ROOM[bar.lane] && place > HALF && place + shareOf(bar) > 1
  }
  const reachOf = (bar: Omit<Bar, 'row'>) => {
    const to = bar.to ?? end
    if (!NEEDS_ROOM[bar.lane]) return [bar.from, to] as const
    const room = span * shareOf(bar)
    return hangs(bar)
      ? ([Math.min(bar.from, to - room), to] as const)
      : ([bar.from, Math.max(to, bar.from + room)] as const)
  }
  return [...bars]
    .sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1))
    .map((bar) => {
      if (bar.kind === 'gap') return { ...bar, row: 0 }
      const rows = ends.get(bar.lane) ?? []
      ends.set(bar.lane, rows)
      const [from, to] = reachOf(bar)
      const free = rows.findIndex((taken) => taken <= from + 500)
      const row = free === -1 ? rows.length : free
      rows[row] = to
      return hangs(bar) ? { ...bar, row, hangs: true } : { ...bar, row }
    })
}

/** Everything the timeline draws, in the feed's time; `shareOf` is the share of the axis a label takes. */
export const layoutTimeline = (view: CallView, end: number, shareOf: LabelShare): Timeline => {
  const from = view.startedAt
  const span = Math.max(1, end - from)
  const bars = stack([...stateBars(view), ...stepBars(view), ...pointBars(view)], from, end, shareOf)
  const rows = Object.fromEntries(
    LANES.map((lane) => [lane, Math.max(1, ...bars.filter((bar) => bar.lane === lane).map((bar) => bar.row + 1))]),
  ) as Record<Lane, number>
  const step = tickStep(span)
  const ticks: number[] = []
  for (let at = Math.ceil(from / step) * step; at <= end; at += step) ticks.push(at)
  return { from, to: end, bars, rows, ticks }
}

/** Share of the axis, 0 to 1. */
export const placeOf = (timeline: Pick<Timeline, 'from' | 'to'>, at: number): number =>
  Math.min(1, Math.max(0, (at - timeline.from) / Math.max(1, timeline.to - timeline.from)))
