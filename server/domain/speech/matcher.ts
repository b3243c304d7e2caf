import type { Meter } from './automaton.ts'
import { firstWhere, joinChain, overlapsAny, type Stretch, separate } from './chain.ts'
import { isDigit } from './characters.ts'
import { type Cue, type ParsedCue, parseCue } from './cue.ts'
import { type PlannedCue, planCues, type ReadCue } from './cue-plan.ts'
import { createHearing } from './hearing.ts'
import { joinLists } from './lists.ts'
import { indexLiterals } from './literal-index.ts'
import type { Normalised } from './normalize.ts'
import type { Units } from './units.ts'

/** A cue in an utterance. `from` and `to` are places in the original text; `isExact` = in its very characters. */
export type CueHit = { cue: number; from: number; to: number; weight: number; isExact: boolean }

export type Matcher = { find(text: Normalised, meter?: Meter): CueHit[] }

const MAX_DIGITS = 20
/** A phrase that takes another away must have been heard at least so well. */
const SURE_ENOUGH = 0.7

/** Runs of digits in a text. */
const listDigits = (text: Units): Stretch[] => {
  const runs: Stretch[] = []
  let from = 0
  for (let i = 0; i <= text.length; i++) {
    const isIn = i < text.length && isDigit(text[i] as number)
    if (i > from && (!isIn || i - from === MAX_DIGITS)) {
      runs.push({ from, to: i, quality: 1 })
      from = i
    }
    if (!isIn) from = i + 1
  }
  return runs
}

const isExact = ({ quality }: Stretch): boolean => quality === 1

const NOTHING: readonly Stretch[] = []

const isAllExact = (stretches: readonly Stretch[]): boolean => {
  for (const { quality } of stretches) if (quality < 1) return false
  return true
}

/** Very characters first; what only sounds alike counts where they are not. */
const joinBoth = (
  cue: ParsedCue,
  groups: readonly (readonly Stretch[])[],
  length: number,
  meter?: Meter,
): readonly Stretch[] => {
  if (groups.every(isAllExact)) return separate(joinChain(cue, groups, length, meter))
  const veryOnes = groups.map((group) => group.filter(isExact))
  const exact = veryOnes.every((group) => group.length > 0) ? separate(joinChain(cue, veryOnes, length, meter)) : []
  const near = joinChain(cue, groups, length, meter).filter(({ quality }) => quality < 1)
  const free = near.filter((stretch) => !overlapsAny(exact, stretch))
  return [...exact, ...separate(free)].sort((a, b) => a.from - b.from)
}

const sentenceAround = ({ text, breaks }: Normalised, { from, to }: Stretch): { from: number; to: number } => ({
  from: breaks[firstWhere(breaks, (end) => end > from) - 1] ?? 0,
  to: breaks[firstWhere(breaks, (end) => end >= to)] ?? text.length,
})

/** `against`: where a phrase that takes the hit away was heard, separate and in order. */
const isTakenAway = (sentence: { from: number; to: number }, against: readonly Stretch[]): boolean => {
  const next = against[firstWhere(against, ({ to }) => to > sentence.from)]
  return next !== undefined && next.from < sentence.to
}

/** Prepares cues for one pass over each utterance; throws a CueFault when one cannot be read. */
export const compileCues = (cues: readonly Cue[]): Matcher =>
  compileRead(cues.map(({ cue, ...rest }) => ({ ...rest, parsed: parseCue(cue) })))

/** The same of cues that were read, or made of such. */
export const compileRead = (cues: readonly ReadCue[]): Matcher => {
  const plan = planCues(cues)
  const index = indexLiterals(plan.literals)
  const hearing = createHearing(plan)
  const wakes = joinLists(plan.wakes)

  const hear = (spoken: Normalised, meter?: Meter): void => {
    hearing.begin(plan.digits === undefined ? [] : listDigits(spoken.units))
    index.find(spoken, hearing.add, meter)
  }

  const findCue = (cue: number, length: number, meter?: Meter): readonly Stretch[] => {
    if (!hearing.hasAll(cue)) return NOTHING
    const { parsed, groups } = plan.cues[cue] as PlannedCue
    return joinBoth(parsed, groups.map(hearing.gather), length, meter)
  }

  /** By cue that takes others away, where it was heard; worked out when first asked for. */
  const takers = new Map<number, readonly Stretch[]>()
  const listTaker = (not: number, { text }: Normalised, meter?: Meter): readonly Stretch[] => {
    const known = takers.get(not) ?? findCue(not, text.length, meter).filter(({ quality }) => quality >= SURE_ENOUGH)
    takers.set(not, known)
    return known
  }

  const isDenied = (cue: number, stretch: Stretch, normalised: Normalised, meter?: Meter): boolean => {
    const nots = plan.nots[cue] as readonly number[]
    if (nots.length === 0) return false
    const sentence = sentenceAround(normalised, stretch)
    return nots.some((not) => isTakenAway(sentence, listTaker(not, normalised, meter)))
  }

  const addHits = (hits: CueHit[], cue: number, normalised: Normalised, meter?: Meter): void => {
    for (const stretch of findCue(cue, normalised.text.length, meter)) {
      if (isDenied(cue, stretch, normalised, meter)) continue
      const from = normalised.at[stretch.from] ?? 0
      const to = normalised.to[stretch.to - 1] ?? 0
      const weight = (plan.weights[cue] ?? 1) * stretch.quality
      hits.push({ cue, from, to, weight, isExact: isExact(stretch) })
    }
  }

  return {
    find(normalised, meter) {
      hear(normalised, meter)
      if (takers.size > 0) takers.clear()
      const hits: CueHit[] = []
      for (const group of hearing.groups()) {
        const behind = wakes.starts[group + 1] as number
        for (let i = wakes.starts[group] as number; i < behind; i++)
          addHits(hits, wakes.items[i] as number, normalised, meter)
      }
      return hits.length > 1 ? hits.sort((a, b) => a.from - b.from || a.cue - b.cue) : hits
    },
  }
}
