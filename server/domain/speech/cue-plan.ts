import { type CueGroup, type ParsedCue, parseCue } from './cue.ts'

/** A cue that was read; `not` are cues as they are written. */
export type ReadCue = { parsed: ParsedCue; not?: readonly string[]; weight?: number }

/** A cue by the numbers of its groups; the same wordings have the same number in all cues. */
export type PlannedCue = { parsed: ParsedCue; groups: readonly number[] }

/** Cues made ready to be looked for together. */
export type CuePlan = {
  /** The cues given, and behind them those that take others away. */
  cues: readonly PlannedCue[]
  /** By cue given: the cues that take it away. */
  nots: readonly (readonly number[])[]
  weights: readonly number[]
  literals: readonly string[]
  /** By group: its literals; undefined for a run of digits. */
  groups: readonly (readonly number[] | undefined)[]
  /** By literal: the groups it is a wording of. */
  groupsOf: readonly (readonly number[])[]
  /** The group of runs of digits; undefined where no cue has one. */
  digits?: number
  /** By group: the given cues that are worth looking at when it is heard, each under its rarest. */
  wakes: readonly (readonly number[])[]
}

const shortest = (group: CueGroup): number =>
  group.isDigits ? 0 : Math.min(...group.literals.map(({ length }) => length))

/** The group whose wordings are longest: it is heard least often by chance. */
const rarestGroup = ({ parsed, groups }: PlannedCue): number => {
  const lengths = parsed.groups.map(shortest)
  return groups[lengths.indexOf(Math.max(...lengths))] as number
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

/** No literal is written so. */
const DIGITS = '#'

/** Throws a CueFault when a `not` cannot be read. */
export const planCues = (given: readonly ReadCue[]): CuePlan => {
  const against = createNumbering()
  const nots = given.map(({ not = [] }) => not.map((text) => given.length + against.numberOf(text)))
  const all = [...given.map(({ parsed }) => parsed), ...against.list().map(parseCue)]
  const names = createNumbering()
  const nameOf = (group: CueGroup) => (group.isDigits ? DIGITS : group.literals.toSorted().join('|'))
  const cues = all.map((cue) => ({ parsed: cue, groups: cue.groups.map((group) => names.numberOf(nameOf(group))) }))
  const literals = createNumbering()
  const groups = names
    .list()
    .map((name) => (name === DIGITS ? undefined : name.split('|').map((text) => literals.numberOf(text))))
  const groupsOf: number[][] = literals.list().map(() => [])
  groups.forEach((group, index) => {
    for (const literal of group ?? []) groupsOf[literal]?.push(index)
  })
  const wakes: number[][] = groups.map(() => [])
  cues.slice(0, given.length).forEach((cue, index) => {
    wakes[rarestGroup(cue)]?.push(index)
  })
  const digits = groups.indexOf(undefined)
  return {
    cues,
    nots,
    weights: given.map(({ weight = 1 }) => weight),
    literals: literals.list(),
    groups,
    groupsOf,
    digits: digits < 0 ? undefined : digits,
    wakes,
  }
}
