import { type Cue, type CueGroup, type ParsedCue, parseCue } from './cue.ts'

/** A group of a cue by its literals' indexes; undefined for a run of digits. */
export type PlannedGroup = readonly number[] | undefined

export type PlannedCue = { parsed: ParsedCue; groups: readonly PlannedGroup[] }

/** Cues made ready to be looked for together. */
export type CuePlan = {
  /** The cues given, and behind them those that take others away. */
  cues: readonly PlannedCue[]
  /** By cue given: the cues that take it away. */
  nots: readonly (readonly number[])[]
  weights: readonly number[]
  literals: readonly string[]
  /** By literal: the cues that are worth looking at when it is heard, each under the wordings of its rarest group. */
  wakes: readonly (readonly number[])[]
  /** Cues of nothing but digits. */
  always: readonly number[]
}

const shortest = (literals: readonly string[]): number => Math.min(...literals.map(({ length }) => length))

/** The group whose wordings are longest: it is heard least often by chance. */
const rarestGroup = (groups: readonly CueGroup[]): number => {
  let best = -1
  let most = 0
  groups.forEach((group, index) => {
    if (group.isDigits || shortest(group.literals) <= most) return
    best = index
    most = shortest(group.literals)
  })
  return best
}

/** Gives every text one number, in order of first use. */
const createNumbering = () => {
  const numbers = new Map<string, number>()
  const numberOf = (text: string): number => {
    const number = numbers.get(text) ?? numbers.size
    numbers.set(text, number)
    return number
  }
  return { numberOf, list: () => [...numbers.keys()] }
}

/** Throws a CueFault when a cue cannot be read. */
export const planCues = (given: readonly Cue[]): CuePlan => {
  const against = createNumbering()
  const nots = given.map(({ not = [] }) => not.map((text) => given.length + against.numberOf(text)))
  const parsed = [...given.map(({ cue }) => cue), ...against.list()].map(parseCue)
  const literals = createNumbering()
  const cues = parsed.map((cue) => ({
    parsed: cue,
    groups: cue.groups.map((group) => (group.isDigits ? undefined : group.literals.map(literals.numberOf))),
  }))
  const wakes: number[][] = literals.list().map(() => [])
  const always: number[] = []
  cues.forEach(({ parsed: { groups: own }, groups }, index) => {
    const rarest = groups[rarestGroup(own)]
    if (!rarest) always.push(index)
    else for (const literal of rarest) wakes[literal]?.push(index)
  })
  return { cues, nots, weights: given.map(({ weight = 1 }) => weight), literals: literals.list(), wakes, always }
}
