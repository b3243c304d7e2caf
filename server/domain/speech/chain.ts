import type { Meter } from './automaton.ts'
import type { Gap, ParsedCue } from './cue.ts'

/** A stretch of the normalised text; `quality` 1 = the very characters. */
export type Stretch = { from: number; to: number; quality: number }

/** By where they end, and of those that end at one place the shorter first. */
export const byEnd = (a: Stretch, b: Stretch): number => a.to - b.to || b.from - a.from

/** Of stretches in order of their ends, those that end at one place but once: the shortest, and of equal ones the surest. */
const keepOnePerEnd = (stretches: readonly Stretch[]): readonly Stretch[] => {
  if (stretches.length < 2) return stretches
  const kept: Stretch[] = []
  for (const stretch of stretches) {
    const last = kept.at(-1)
    if (last?.to !== stretch.to) kept.push(stretch)
    else if (stretch.from > last.from || (stretch.from === last.from && stretch.quality > last.quality))
      kept[kept.length - 1] = stretch
  }
  return kept
}

/**
 * Joins each stretch of a group to what was heard of the groups before it. `before` has one stretch an end, in order, so
 * that only as many are looked at as a gap is wide.
 */
const joinGroup = (before: readonly Stretch[], group: readonly Stretch[], gap: Gap, meter?: Meter): Stretch[] => {
  const joined: Stretch[] = []
  let first = 0
  let reach = 0
  for (const next of group) {
    // They come by their ends; begins may run back by the length of a literal.
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

const isWithin = (room: number, { min, max }: Gap): boolean => room >= min && room <= max

/** All ways a cue is found, one an end, ordered by it. `groups[i]` are the stretches of its group i, in the order of `byEnd`. */
export const joinChain = (
  { gaps, isFromBegin, toEnd }: ParsedCue,
  groups: readonly (readonly Stretch[])[],
  length: number,
  meter?: Meter,
): readonly Stretch[] => {
  const [first = [], ...others] = groups
  const begun = isFromBegin ? first.filter(({ from }) => isWithin(from, gaps[0] as Gap)) : first
  let joined = keepOnePerEnd(begun)
  others.forEach((group, index) => {
    joined = keepOnePerEnd(joinGroup(joined, group, gaps[index + 1] as Gap, meter))
  })
  return toEnd ? joined.filter(({ to }) => isWithin(length - to, toEnd)) : joined
}

/** Hits of one cue that do not overlap, from the left; a surer one takes the place of the one it overlaps. */
export const separate = (stretches: readonly Stretch[]): readonly Stretch[] => {
  if (stretches.length < 2) return stretches
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
