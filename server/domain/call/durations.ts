import type { Segment, Span } from './call.ts'

/** Length of a span that is still open at `now`; never negative. Milliseconds. */
export const spanMs = (span: Span, now: number): number => Math.max(0, (span.to ?? now) - span.from)

/** Milliseconds two spans share. */
export const overlapMs = (a: Span, b: Span, now: number): number =>
  Math.max(0, Math.min(a.to ?? now, b.to ?? now) - Math.max(a.from, b.from))

/** Overlapping holds of both sides count once. */
export const mergeSpans = (spans: readonly Span[], now: number): Required<Span>[] => {
  if (spans.length === 0) return []
  const closed = spans.map((s) => ({ from: s.from, to: Math.max(s.from, s.to ?? now) })).sort((a, b) => a.from - b.from)
  const merged: Required<Span>[] = []
  for (const span of closed) {
    const last = merged.at(-1)
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else merged.push(span)
  }
  return merged
}

/** Answer to end, hold included. Milliseconds; 0 before the answer. */
export const talkMs = (segment: Segment, now: number): number =>
  segment.answeredAt === undefined ? 0 : spanMs({ from: segment.answeredAt, to: segment.endedAt }, now)

/** Time on hold, either side's, counted once. Milliseconds. */
export const holdMs = (segment: Segment, now: number): number =>
  mergeSpans(segment.holds, segment.endedAt ?? now).reduce((sum, hold) => sum + hold.to - hold.from, 0)

/** Holds the agent's side made; a caller may put us on hold too. */
export const countHolds = (segment: Segment): number => segment.holds.filter((hold) => hold.by === 'agent').length

/** Span length with the holds inside it taken out: hold pauses a step's timer. */
export const dwellMs = (span: Span, segment: Pick<Segment, 'holds'>, now: number): number => {
  const held = mergeSpans(segment.holds, now).reduce((sum, hold) => sum + overlapMs(span, hold, now), 0)
  return Math.max(0, spanMs(span, now) - held)
}

/** Whether nothing is known of some part of [from, to]. */
export const hasGap = (segment: Pick<Segment, 'gaps'>, from: number, to: number): boolean =>
  segment.gaps.some((gap) => gap.from <= to && (gap.to ?? Number.POSITIVE_INFINITY) >= from)
