type Span = { from: number; to: number | null }

/** A longer wait is cut into parts: timers hold no more than some days. */
const LONGEST_MS = 3_600_000

/** Milliseconds until the next of these spans begins or ends after `now`, an hour at most; undefined when none does. */
export const untilNextBoundary = (spans: Iterable<Span>, now: number): number | undefined => {
  let next = Number.POSITIVE_INFINITY
  for (const { from, to } of spans) {
    if (from > now) next = Math.min(next, from)
    if (to !== null && to > now) next = Math.min(next, to)
  }
  return Number.isFinite(next) ? Math.min(next - now, LONGEST_MS) : undefined
}
