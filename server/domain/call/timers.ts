import type { Hold, Segment, Span } from './call.ts'
import { hasGap, mergeSpans } from './durations.ts'

/** When a timer that holds pause has run `budget` ms from `from`; undefined while an open hold stops it. */
export const dueAfter = (from: number, budget: number, holds: readonly Hold[]): number | undefined => {
  let left = budget
  let clock = from
  for (const hold of mergeSpans(holds, Number.POSITIVE_INFINITY)) {
    if (hold.to <= clock) continue
    const run = Math.max(0, hold.from - clock)
    if (run >= left) break
    left -= run
    clock = hold.to
  }
  const due = clock + left
  return Number.isFinite(due) ? due : undefined
}

/**
 * When one stay in a step passes `limitMs`, holds taken out; undefined where it was left before, a hold stops it or a
 * gap hides it. Screens ask this too, so that what they mark is what is judged.
 */
export const dwellDue = (segment: Pick<Segment, 'holds' | 'gaps'>, stay: Span, limitMs: number): number | undefined => {
  const due = dueAfter(stay.from, limitMs, segment.holds)
  if (due === undefined || (stay.to !== undefined && stay.to < due)) return undefined
  return hasGap(segment, stay.from, due) ? undefined : due
}
