import { keep } from '../keep.ts'
import type { Exemption, Test } from '../playbook/conditions.ts'
import type { UnknownReason } from '../words.ts'
import { hitsOf, whyUnheard } from './hits.ts'
import { readLevels } from './levels.ts'
import type { Talk } from './talk.ts'

type Kind = 'condition' | 'exemption'

const firstSaid = (talk: Talk, kind: Kind, id: string): number | undefined =>
  talk.said.get(`${kind} ${id}`)?.[0]?.word.at

const scoreAt = (talk: Talk, { atLeast, atMost }: { atLeast?: number; atMost?: number }): number | undefined =>
  talk.events.find(
    ({ name, value }) =>
      name === 'survey.score_recorded' &&
      typeof value === 'number' &&
      value >= (atLeast ?? Number.NEGATIVE_INFINITY) &&
      value <= (atMost ?? Number.POSITIVE_INFINITY),
  )?.at

const endedBy = ({ segment }: Talk, isSo: boolean): number | undefined => (isSo ? segment.endedAt : undefined)

/** Since when the test is known to hold; undefined when it is not known to. */
const sinceWhen = (talk: Talk, test: Test, kind: Kind, id: string): number | undefined => {
  const { segment, call } = talk
  switch (test.by) {
    case 'always':
      return talk.from
    case 'event':
      return talk.events.find(({ name }) => test.events.includes(name))?.at
    case 'said':
      return firstSaid(talk, kind, id)
    case 'level':
      return readLevels(call).changes.find(({ level, at }) => level >= test.atLeast && at <= talk.to)?.at
    case 'score':
      return scoreAt(talk, test)
    case 'hold':
      return segment.holds.find(({ by }) => by === 'agent')?.from
    case 'end':
      return endedBy(talk, segment.endCause !== undefined && test.causes.includes(segment.endCause))
    case 'transfer':
      return endedBy(talk, segment.transfer !== undefined && test.kinds.includes(segment.transfer))
  }
}

/** Whether it would be known, if the test held. */
const isKnown = (talk: Talk, test: Test): boolean => {
  if (test.by === 'event') return talk.tells(test.events)
  if (test.by === 'score') return talk.tells(['survey.score_recorded'])
  if (test.by === 'said') return talk.listening.isCompleteUntil(talk.to)
  return true
}

/** Why nobody knows whether the condition holds. While the talk lasts it may still come. */
export const whyUndecided = (talk: Talk, id: string): UnknownReason => {
  const tests = talk.playbook.conditions.find((candidate) => candidate.id === id)?.tests ?? []
  const unheard = tests.some((test) => test.by === 'said') ? whyUnheard(talk, talk.to) : undefined
  if (unheard === 'no_transcript' || unheard === 'transcript_failed') return unheard
  const isUntold = (test: Test) => (test.by === 'event' || test.by === 'score') && !isKnown(talk, test)
  if (tests.some(isUntold)) return 'no_system'
  return unheard !== undefined && talk.segment.endedAt !== undefined ? unheard : 'condition'
}

const earliest = (times: readonly (number | undefined)[]): number | undefined => {
  const known = times.filter((at) => at !== undefined)
  return known.length > 0 ? Math.min(...known) : undefined
}

/** What is known of a condition: since when it holds, that it does not, or nothing. */
export type Known = { since: number } | 'no' | 'unknown'

const findKnown = (talk: Talk, id: string): Known => {
  const condition = talk.playbook.conditions.find((candidate) => candidate.id === id)
  const tests = condition?.tests ?? []
  const since = earliest(tests.map((test) => sinceWhen(talk, test, 'condition', id)))
  if (since !== undefined) return { since }
  return tests.length > 0 && tests.every((test) => isKnown(talk, test)) ? 'no' : 'unknown'
}

const knowns = keep((_: Talk) => new Map<string, Known>())

export const knownOf = (talk: Talk, id: string): Known => {
  const cache = knowns(talk)
  const known = cache.get(id) ?? findKnown(talk, id)
  cache.set(id, known)
  return known
}

/** An exemption that holds, and since when. */
export type Excuse = { exemption: Exemption; since: number }

export const excusesOf = (talk: Talk): Excuse[] =>
  talk.playbook.exemptions.flatMap((exemption) => {
    const since = earliest(exemption.tests.map((test) => sinceWhen(talk, test, 'exemption', exemption.id)))
    if (since === undefined) return []
    const hasSaidBye = exemption.untilBye && hitsOf(talk, 'CLOSE_BYE').some(({ at }) => at <= since)
    return hasSaidBye ? [] : [{ exemption, since }]
  })

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
