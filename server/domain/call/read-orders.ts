import type { Duty } from '../playbook/duties.ts'
import type { Ordering } from '../playbook/playbook.ts'
import type { Evidence } from './call.ts'
import { type Excuse, isExcused, knownOf } from './circumstances.ts'
import { stayIn, windowFrom } from './due-points.ts'
import { type Hit, hitsSoFar, isHinted, wouldBeSeen } from './hits.ts'
import { countingHits } from './read-actions.ts'
import type { Round, Talk } from './talk.ts'

/** Something was done before what has to come first. */
export type OrderBreach = {
  ordering: Ordering
  round: number
  at: number
  /** When the first of what was left out was done after all; all of it must be. */
  putRightAt?: number
  evidence: Evidence[]
}

/** The first time any of the later actions was done in this round, each within its own step, once the order holds. */
const firstAfter = (talk: Talk, round: Round, { after, when }: Ordering): Hit | undefined => {
  const known = when === undefined ? undefined : knownOf(talk, when)
  const since = Math.max(round.from, typeof known === 'object' ? known.since : round.from)
  return firstSince(talk, round, after, since)
}

const firstSince = (talk: Talk, round: Round, after: readonly string[], since: number): Hit | undefined =>
  talk.duties
    .filter(({ use }) => after.includes(use.action))
    .flatMap((duty) => countingHits(talk, round, duty, stayIn(talk, round, duty.step), 'accuse'))
    .filter(({ at }) => at >= since)
    .sort((a, b) => a.at - b.at)[0]

/** As what the action is owed, if it is. */
const owedAs = (talk: Talk, action: string): Duty | undefined =>
  talk.duties.find(
    ({ use }) =>
      use.action === action &&
      use.level !== 'recommended' &&
      (use.when === undefined || typeof knownOf(talk, use.when) === 'object'),
  )

const breachIn = (talk: Talk, round: Round, ordering: Ordering, excuses: readonly Excuse[]): OrderBreach[] => {
  const later = firstAfter(talk, round, ordering)
  if (!later) return []
  const missing = ordering.before.filter((action) => {
    const duty = owedAs(talk, action)
    if (!duty || isExcused(excuses, action, later.at)) return false
    const isDone = hitsSoFar(talk, action).some(({ at }) => at <= later.at)
    const from = windowFrom(talk, round, stayIn(talk, round, duty.step), duty.use.matchFrom, 'excuse')
    return !isDone && wouldBeSeen(talk, action, later.at) && !isHinted(talk, duty.use, from, later.at)
  })
  if (missing.length === 0) return []
  const madeUp = missing.map((action) => hitsSoFar(talk, action).find(({ at }) => at > later.at && at <= talk.to)?.at)
  const isMadeUp = madeUp.every((at) => at !== undefined)
  return [
    {
      ordering,
      round: round.n,
      at: later.at,
      putRightAt: isMadeUp ? Math.max(...madeUp) : undefined,
      evidence: [later.evidence],
    },
  ]
}

/** The orders of this scenario that were broken, round by round. */
export const readOrders = (talk: Talk, excuses: readonly Excuse[]): OrderBreach[] => {
  const { scenario, playbook } = talk
  if (!scenario) return []
  const orderings = playbook.orderings.filter(({ scenarios, when, unless }) => {
    if (!scenarios.includes(scenario)) return false
    if (unless !== undefined && excuses.some(({ exemption }) => exemption.id === unless)) return false
    return when === undefined || typeof knownOf(talk, when) === 'object'
  })
  return talk.rounds.flatMap((round) => orderings.flatMap((ordering) => breachIn(talk, round, ordering, excuses)))
}
