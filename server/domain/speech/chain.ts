import type { Meter } from './automaton.ts'
import type { ParsedCue } from './cue.ts'

/** A stretch of the normalised text; `quality` 1 = the very characters. */
export type Stretch = { from: number; to: number; quality: number }

const byEnd = (a: Stretch, b: Stretch): number => a.to - b.to || b.from - a.from

/** Of the stretches that end at one place the shortest, and of equal ones the surest. */
const keepOnePerEnd = (sorted: readonly Stretch[]): Stretch[] => {
  const kept: Stretch[] = []
  for (const stretch of sorted) {
    const last = kept.at(-1)
    if (!last || last.to !== stretch.to) kept.push(stretch)
    else if (stretch.from === last.from && stretch.quality > last.quality) kept[kept.length - 1] = stretch
  }
  return kept
}

/**
 * Joins each stretch of a group to what was heard of the groups before it. `before` has one stretch an end, in order, so
 * that only as many are looked at as a gap is wide.
 */
const joinGroup = (
  before: readonly Stretch[],
  group: readonly Stretch[],
  gap: { min: number; max: number },
  meter?: Meter,
): Stretch[] => {
  const joined: Stretch[] = []
  let first = 0
  let reach = 0
  for (const next of group) {
    // Stretches of a group come by their ends; begins may run back by the length of a literal.
    if (next.from > reach) reach = next.from
    while (first < before.length && (before[first] as Stretch).to < reach - gap.max - LONGEST) first++
    let best: Stretch | undefined
    for (let i = first; i < before.length; i++) {
      const head = before[i] as Stretch
      if (meter) meter.steps++
      if (head.to > next.from - gap.min) break
      if (head.to < next.from - gap.max) continue
      if (!best || head.from >= best.from) best = head
    }
    if (best) joined.push({ from: best.from, to: next.to, quality: Math.min(best.quality, next.quality) })
  }
  return joined
}

/** Longer than any literal, its slips and any run of digits. */
const LONGEST = 32

/** All ways a cue is found, one an end, ordered by it. `groups[i]` are the stretches of its group i. */
export const joinChain = (
  cue: ParsedCue,
  groups: readonly (readonly Stretch[])[],
  length: number,
  meter?: Meter,
): Stretch[] => {
  let joined: Stretch[] = []
  groups.forEach((group, index) => {
    const sorted = [...group].sort(byEnd)
    const gap = cue.gaps[index] ?? { min: 0, max: 0 }
    if (index > 0) joined = keepOnePerEnd(joinGroup(joined, sorted, gap, meter).sort(byEnd))
    else {
      const begun = cue.isFromBegin ? sorted.filter(({ from }) => from >= gap.min && from <= gap.max) : sorted
      joined = keepOnePerEnd(begun)
    }
  })
  const { toEnd } = cue
  return toEnd ? joined.filter(({ to }) => length - to >= toEnd.min && length - to <= toEnd.max) : joined
}

/** Hits of one cue that do not overlap, from the left; a surer one takes the place of the one it overlaps. */
export const separate = (stretches: readonly Stretch[]): Stretch[] => {
  const kept: Stretch[] = []
  for (const stretch of stretches) {
    const last = kept.at(-1)
    if (!last || stretch.from >= last.to) kept.push(stretch)
    else if (stretch.quality > last.quality && stretch.from >= (kept.at(-2)?.to ?? 0)) kept[kept.length - 1] = stretch
  }
  return kept
}

/** First index for which `isReached` holds, in a list where it holds for all behind. */
export const firstWhere = <T>(list: readonly T[], isReached: (item: T) => boolean): number => {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isReached(list[middle] as T)) high = middle
    else low = middle + 1
  }
  return low
}

/** Whether one of some separate stretches, in order, shares a character with this one. */
export const overlapsAny = (separated: readonly Stretch[], { from, to }: Stretch): boolean => {
  const next = separated[firstWhere(separated, (stretch) => stretch.to > from)]
  return next !== undefined && next.from < to
}
