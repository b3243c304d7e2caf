import type { Meter } from './automaton.ts'
import { firstWhere, joinChain, overlapsAny, type Stretch, separate } from './chain.ts'
import { isDigit } from './characters.ts'
import { type Cue, type ParsedCue, parseCue } from './cue.ts'
import { indexLiterals } from './literal-index.ts'
import type { Normalised } from './normalize.ts'

/** A cue in an utterance. `from` and `to` are places in the original text; `isExact` = in its very characters. */
export type CueHit = { cue: number; from: number; to: number; weight: number; isExact: boolean }

export type Matcher = { find(text: Normalised, meter?: Meter): CueHit[] }

const MAX_DIGITS = 20
/** A phrase that takes another away must have been heard at least so well. */
const SURE_ENOUGH = 0.7

type Use = { cue: number; group: number }
/** Cues and, behind them, the cues that take them away. */
type Plan = { cues: ParsedCue[]; nots: number[][]; weights: number[]; literals: string[]; uses: Use[][]; digits: Use[] }

const planCues = (cues: readonly Cue[]): Plan => {
  const parsed = cues.map(({ cue }) => parseCue(cue))
  const nots = cues.map(({ not = [] }) => not.map((text) => parsed.push(parseCue(text)) - 1))
  const plan: Plan = {
    cues: parsed,
    nots,
    weights: cues.map(({ weight = 1 }) => weight),
    literals: [],
    uses: [],
    digits: [],
  }
  const known = new Map<string, number>()
  parsed.forEach(({ groups }, cue) => {
    groups.forEach((group, index) => {
      if (group.isDigits) plan.digits.push({ cue, group: index })
      else for (const literal of group.literals) addUse(plan, known, literal, { cue, group: index })
    })
  })
  return plan
}

const addUse = (plan: Plan, known: Map<string, number>, literal: string, use: Use): void => {
  const index = known.get(literal) ?? plan.literals.push(literal) - 1
  known.set(literal, index)
  const uses = plan.uses[index] ?? []
  plan.uses[index] = uses
  uses.push(use)
}

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

/** Stretches per cue and group; only cues of which something was found. */
type Found = Map<number, Stretch[][]>

const note = (found: Found, plan: Plan, { cue, group }: Use, stretch: Stretch): void => {
  const groups = found.get(cue) ?? (plan.cues[cue] as ParsedCue).groups.map(() => [])
  found.set(cue, groups)
  groups[group]?.push(stretch)
}

const onlyExact = (groups: readonly (readonly Stretch[])[]): Stretch[][] =>
  groups.map((group) => group.filter(({ quality }) => quality === 1))

/** Very characters first; what only sounds alike counts where they are not. */
const joinBoth = (
  cue: ParsedCue,
  groups: readonly (readonly Stretch[])[],
  length: number,
  meter?: Meter,
): Stretch[] => {
  if (groups.some((group) => group.length === 0)) return []
  const exact = separate(joinChain(cue, onlyExact(groups), length, meter))
  if (groups.every((group) => group.every(({ quality }) => quality === 1))) return exact
  const near = joinChain(cue, groups, length, meter).filter(({ quality }) => quality < 1)
  const free = near.filter((stretch) => !overlapsAny(exact, stretch))
  return [...exact, ...separate(free)].sort((a, b) => a.from - b.from)
}

const sentenceAround = ({ text, breaks }: Normalised, { from, to }: Stretch): { from: number; to: number } => ({
  from: breaks[firstWhere(breaks, (end) => end > from) - 1] ?? 0,
  to: breaks[firstWhere(breaks, (end) => end >= to)] ?? text.length,
})

/** `against`: for each phrase that takes the hit away, where it was heard, separate and in order. */
const isTakenAway = (text: Normalised, hit: Stretch, against: readonly (readonly Stretch[])[]): boolean => {
  if (against.length === 0) return false
  const sentence = sentenceAround(text, hit)
  return against.some((heard) => {
    const next = heard[firstWhere(heard, ({ to }) => to > sentence.from)]
    return next !== undefined && next.from < sentence.to
  })
}

/** Prepares cues for one pass over each utterance; throws a CueFault when one cannot be read. */
export const compileCues = (cues: readonly Cue[]): Matcher => {
  const plan = planCues(cues)
  const index = indexLiterals(plan.literals)

  const findGroups = (text: string, meter?: Meter): Found => {
    const found: Found = new Map()
    index.find(
      text,
      ({ literal, from, to, quality }) => {
        for (const use of plan.uses[literal] ?? []) note(found, plan, use, { from, to, quality })
      },
      meter,
    )
    const runs = plan.digits.length > 0 ? findDigits(text) : []
    for (const use of plan.digits) for (const run of runs) note(found, plan, use, run)
    return found
  }

  return {
    find(normalised, meter) {
      const { text, at, to: ends } = normalised
      const stretches = new Map<number, Stretch[]>()
      for (const [cue, groups] of findGroups(text, meter)) {
        stretches.set(cue, joinBoth(plan.cues[cue] as ParsedCue, groups, text.length, meter))
      }
      const hits: CueHit[] = []
      for (const [cue, list] of stretches) {
        if (cue >= cues.length) continue
        const against = (plan.nots[cue] ?? []).map((not) =>
          (stretches.get(not) ?? []).filter(({ quality }) => quality >= SURE_ENOUGH),
        )
        for (const { from, to, quality } of list) {
          if (isTakenAway(normalised, { from, to, quality }, against)) continue
          const weight = (plan.weights[cue] ?? 1) * quality
          hits.push({ cue, from: at[from] ?? 0, to: ends[to - 1] ?? 0, weight, isExact: quality === 1 })
        }
      }
      return hits.sort((a, b) => a.from - b.from || a.cue - b.cue)
    },
  }
}
