import { keep } from '../keep.ts'
import type { Condition, Exemption, Test } from '../playbook/conditions.ts'
import type { Playbook } from '../playbook/playbook.ts'
import { rememberLast, rememberSame } from '../remember.ts'
import type { UnknownReason } from '../words.ts'
import type { Handling } from './handling.ts'
import { type Hit, hitsOf } from './hits.ts'
import type { LevelChange } from './levels.ts'
import type { Said } from './listening.ts'
import type { Talk } from './talk.ts'

/** Where some kind of thing was said. The index is written into: that something was said for the first time shows in its size. */
type SaidOf = Said[keyof Said]

const firstSaid = (said: SaidOf, id: string): number | undefined => said.get(id)?.[0]?.word.at

const scoreAt = (
  { events }: Handling,
  { atLeast, atMost }: { atLeast?: number; atMost?: number },
): number | undefined =>
  events.find(
    ({ name, value }) =>
      name === 'survey.score_recorded' &&
      typeof value === 'number' &&
      value >= (atLeast ?? Number.NEGATIVE_INFINITY) &&
      value <= (atMost ?? Number.POSITIVE_INFINITY),
  )?.at

const endedBy = ({ segment }: Handling, isSo: boolean): number | undefined => (isSo ? segment.endedAt : undefined)

/** What words and levels add to what was told: all that a test hangs on beside the handling itself. */
type Heard = { saidAt: number | undefined; levels: readonly LevelChange[] }

/** Since when the test is known to hold; undefined when it is not known to. */
const sinceWhen = (handling: Handling, test: Test, { saidAt, levels }: Heard): number | undefined => {
  const { segment } = handling
  switch (test.by) {
    case 'always':
      return handling.from
    case 'event':
      return handling.events.find(({ name }) => test.events.includes(name))?.at
    case 'said':
      return saidAt
    case 'level':
      return levels.find(({ level, at }) => level >= test.atLeast && at <= handling.to)?.at
    case 'score':
      return scoreAt(handling, test)
    case 'hold':
      return segment.holds.find(({ by }) => by === 'agent')?.from
    case 'end':
      return endedBy(handling, segment.endCause !== undefined && test.causes.includes(segment.endCause))
    case 'transfer':
      return endedBy(handling, segment.transfer !== undefined && test.kinds.includes(segment.transfer))
  }
}

/** Whether it would be known, if the test held. */
const isKnown = (handling: Handling, test: Test, isHeard: boolean): boolean => {
  if (test.by === 'event') return handling.tells(test.events)
  if (test.by === 'score') return handling.tells(['survey.score_recorded'])
  return test.by !== 'said' || isHeard
}

const earliest = (times: readonly (number | undefined)[]): number | undefined => {
  const known = times.filter((at) => at !== undefined)
  return known.length > 0 ? Math.min(...known) : undefined
}

/** What is known of a condition: since when it holds, that it does not, or why nobody knows. */
export type Known = { since: number } | 'no' | { unknown: UnknownReason }

/** While the talk lasts it may still come. */
const whyUndecided = (handling: Handling, tests: readonly Test[], unheardUntilEnd?: UnknownReason): UnknownReason => {
  const unheard = tests.some((test) => test.by === 'said') ? unheardUntilEnd : undefined
  if (unheard === 'no_transcript' || unheard === 'transcript_failed') return unheard
  const isUntold = (test: Test) => (test.by === 'event' || test.by === 'score') && !isKnown(handling, test, true)
  if (tests.some(isUntold)) return 'no_system'
  return unheard !== undefined && handling.segment.endedAt !== undefined ? unheard : 'condition'
}

const findKnown = (
  handling: Handling,
  condition: Condition | undefined,
  heard: Heard,
  unheard: UnknownReason | undefined,
): Known => {
  const tests = condition?.tests ?? []
  const since = earliest(tests.map((test) => sinceWhen(handling, test, heard)))
  if (since !== undefined) return { since }
  const isDecided = tests.length > 0 && tests.every((test) => isKnown(handling, test, unheard === undefined))
  return isDecided ? 'no' : { unknown: whyUndecided(handling, tests, unheard) }
}

const conditionsOf = keep(({ conditions }: Playbook) => new Map(conditions.map((one) => [one.id, one])))

/** Found anew only where what it hangs on has changed. */
const lastKnown = rememberLast(
  (
    handling: Handling,
    id: string,
    saidAt: number | undefined,
    levels: readonly LevelChange[],
    unheard: UnknownReason | undefined,
  ): Known => findKnown(handling, conditionsOf(handling.playbook).get(id), { saidAt, levels }, unheard),
)

/** What was found of conditions since anything that one may hang on has changed. */
const foundSince = rememberLast(
  (_: Handling, __: 'conditions', ..._since: [SaidOf, number, readonly LevelChange[], UnknownReason | undefined]) =>
    new Map<string, Known>(),
)

/** The same as long as every condition is known to be what it was. */
export const conditionsIn = (talk: Talk): Map<string, Known> =>
  foundSince(talk, 'conditions', talk.said.condition, talk.said.condition.size, talk.levels, talk.unheard)

export const knownOf = (talk: Talk, id: string): Known => {
  const { said, levels, unheard } = talk
  const found = conditionsIn(talk)
  const known = found.get(id) ?? lastKnown(talk, id, firstSaid(said.condition, id), levels, unheard)
  found.set(id, known)
  return known
}

/** Since when the condition is known to hold; undefined where it is not known to. */
export const sinceWhenKnown = (talk: Talk, id: string): number | undefined => {
  const known = knownOf(talk, id)
  return known !== 'no' && 'since' in known ? known.since : undefined
}

/** An exemption that holds, and since when. */
export type Excuse = { exemption: Exemption; since: number }

const areSameExcuses = (some: readonly Excuse[], others: readonly Excuse[]): boolean =>
  some.length === others.length &&
  some.every(({ exemption, since }, i) => others[i]?.exemption === exemption && others[i].since === since)

const sameExcuses = rememberSame<Handling, 'excuses', readonly Excuse[]>(areSameExcuses)

const findExcuses = (
  handling: Handling,
  said: SaidOf,
  levels: readonly LevelChange[],
  byes: readonly Hit[],
): Excuse[] =>
  handling.playbook.exemptions.flatMap((exemption) => {
    const heard = { saidAt: firstSaid(said, exemption.id), levels }
    const since = earliest(exemption.tests.map((test) => sinceWhen(handling, test, heard)))
    if (since === undefined) return []
    const hasSaidBye = exemption.untilBye && byes.some(({ at }) => at <= since)
    return hasSaidBye ? [] : [{ exemption, since }]
  })

/** Found anew only where what they hang on has changed. */
const lastExcuses = rememberLast(
  (
    handling: Handling,
    _: 'excuses',
    said: SaidOf,
    _count: number,
    levels: readonly LevelChange[],
    byes: readonly Hit[],
  ): readonly Excuse[] => sameExcuses(handling, 'excuses', findExcuses(handling, said, levels, byes)),
)

export const excusesOf = (talk: Talk): readonly Excuse[] => {
  const { exemption } = talk.said
  return lastExcuses(talk, 'excuses', exemption, exemption.size, talk.levels, hitsOf(talk, 'CLOSE_BYE'))
}

/** Whether what was due then is excused; however a call ended, it is written up. */
export const isExcused = (
  excuses: readonly Excuse[],
  action: string,
  dueAt: number | undefined,
  isAfterCall = false,
): boolean =>
  excuses.some(({ exemption, since }) => {
    if (exemption.except.includes(action)) return false
    if (exemption.excuses === 'call') return true
    if (exemption.excuses === 'actions') return exemption.actions.includes(action)
    return !isAfterCall && (dueAt === undefined || dueAt >= since)
  })
