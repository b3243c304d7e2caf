import type { Meter } from './automaton.ts'
import { firstWhere, joinChain, overlapsAny, type Stretch, separate } from './chain.ts'
import { isDigit } from './characters.ts'
import type { Cue, ParsedCue } from './cue.ts'
import { type CuePlan, type PlannedCue, planCues } from './cue-plan.ts'
import { indexLiterals } from './literal-index.ts'
import type { Normalised } from './normalize.ts'

/** A cue in an utterance. `from` and `to` are places in the original text; `isExact` = in its very characters. */
export type CueHit = { cue: number; from: number; to: number; weight: number; isExact: boolean }

export type Matcher = { find(text: Normalised, meter?: Meter): CueHit[] }

const MAX_DIGITS = 20
/** A phrase that takes another away must have been heard at least so well. */
const SURE_ENOUGH = 0.7

const findDigits = (text: string): Stretch[] => {
  const runs: Stretch[] = []
  let from = 0
  for (let i = 0; i <= text.length; i++) {
    const isIn = i < text.length && isDigit(text.charAt(i))
    if (i > from && (!isIn || i - from === MAX_DIGITS)) {
      runs.push({ from, to: i, quality: 1 })
      from = i
    }
    if (!isIn) from = i + 1
  }
  return runs
}

const isExact = ({ quality }: Stretch): boolean => quality === 1

/** Very characters first; what only sounds alike counts where they are not. */
const joinBoth = (
  cue: ParsedCue,
  groups: readonly (readonly Stretch[])[],
  length: number,
  meter?: Meter,
): Stretch[] => {
  if (groups.every((group) => group.every(isExact))) return separate(joinChain(cue, groups, length, meter))
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

/** What was heard of the literals of one utterance. */
type Hearing = { length: number; byLiteral: Map<number, Stretch[]>; runs: Stretch[]; awake: Set<number>; meter?: Meter }

const gatherGroups = ({ groups }: PlannedCue, { byLiteral, runs }: Hearing): (readonly Stretch[])[] | undefined => {
  const gathered: (readonly Stretch[])[] = []
  for (const group of groups) {
    let heard: readonly Stretch[] = group ? [] : runs
    for (const literal of group ?? []) {
      const more = byLiteral.get(literal)
      if (more) heard = heard.length > 0 ? [...heard, ...more] : more
    }
    if (heard.length === 0) return undefined
    gathered.push(heard)
  }
  return gathered
}

const findCue = (plan: CuePlan, hearing: Hearing, cue: number): readonly Stretch[] => {
  const planned = plan.cues[cue]
  const groups = planned && hearing.awake.has(cue) ? gatherGroups(planned, hearing) : undefined
  return planned && groups ? joinBoth(planned.parsed, groups, hearing.length, hearing.meter) : []
}

/** Prepares cues for one pass over each utterance; throws a CueFault when one cannot be read. */
export const compileCues = (cues: readonly Cue[]): Matcher => {
  const plan = planCues(cues)
  const index = indexLiterals(plan.literals)
  const hasDigits = plan.cues.some(({ groups }) => groups.includes(undefined))

  const hear = ({ text }: Normalised, meter?: Meter): Hearing => {
    const byLiteral = new Map<number, Stretch[]>()
    const awake = new Set(plan.always)
    index.find(
      text,
      (literal, stretch) => {
        const heard = byLiteral.get(literal)
        if (heard) heard.push(stretch)
        else {
          byLiteral.set(literal, [stretch])
          for (const cue of plan.wakes[literal] ?? []) awake.add(cue)
        }
      },
      meter,
    )
    return { length: text.length, byLiteral, runs: hasDigits ? findDigits(text) : [], awake, meter }
  }

  return {
    find(normalised, meter) {
      const hearing = hear(normalised, meter)
      const takers = new Map<number, Stretch[]>()
      const listTaker = (not: number): Stretch[] => {
        const known = takers.get(not) ?? findCue(plan, hearing, not).filter(({ quality }) => quality >= SURE_ENOUGH)
        takers.set(not, known)
        return known
      }
      const hits: CueHit[] = []
      for (const cue of hearing.awake) {
        if (cue >= cues.length) continue
        for (const stretch of findCue(plan, hearing, cue)) {
          const nots = plan.nots[cue] ?? []
          const sentence = nots.length > 0 ? sentenceAround(normalised, stretch) : undefined
          if (sentence && nots.some((not) => isTakenAway(sentence, listTaker(not)))) continue
          const [from, to] = [normalised.at[stretch.from] ?? 0, normalised.to[stretch.to - 1] ?? 0]
          const weight = (plan.weights[cue] ?? 1) * stretch.quality
          hits.push({ cue, from, to, weight, isExact: isExact(stretch) })
        }
      }
      return hits.sort((a, b) => a.from - b.from || a.cue - b.cue)
    },
  }
}
