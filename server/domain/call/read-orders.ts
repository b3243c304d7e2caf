import { keepLast } from '../keep.ts'
import type { ActionUse } from '../playbook/action.ts'
import type { Duty } from '../playbook/duties.ts'
import type { Ordering, Playbook } from '../playbook/playbook.ts'
import type { Scenario } from '../words.ts'
import type { Evidence } from './call.ts'
import { type Excuse, isExcused, sinceWhenKnown } from './circumstances.ts'
import { countingHits } from './counting-hits.ts'
import { windowFrom } from './due-points.ts'
import { type Hit, hitsSoFar, isHinted, wouldBeSeen } from './hits.ts'
import type { Round } from './rounds.ts'
import type { Talk } from './talk.ts'

/** Something was done before what has to come first. */
export type OrderBreach = {
  ordering: Ordering
  round: number
  at: number
  /** When the first of what was left out was done after all; all of it must be. */
  putRightAt?: number
  evidence: Evidence[]
}

/** An order with what can break it and what it wants done first, of the duties of one handling. */
type Order = {
  ordering: Ordering
  later: readonly Duty[]
  owed: readonly { action: string; duties: readonly Duty[] }[]
}

const isFirst = ({ use }: Duty) => use.level !== 'recommended'

const ordersIn = keepLast((duties: readonly Duty[], { orderings }: Playbook, scenario: Scenario): readonly Order[] =>
  orderings
    .filter(({ scenarios }) => scenarios.includes(scenario))
    .map((ordering) => ({
      ordering,
      later: duties.filter(({ use }) => ordering.after.includes(use.action)),
      owed: ordering.before.map((action) => ({
        action,
        duties: duties.filter((duty) => isFirst(duty) && duty.use.action === action),
      })),
    })),
)

/** The first time any of the later actions was done in this round, each within its own step, once the order holds. */
const firstAfter = (talk: Talk, round: Round, { ordering: { when }, later }: Order): Hit | undefined => {
  const known = when === undefined ? undefined : sinceWhenKnown(talk, when)
  const since = Math.max(round.from, known ?? round.from)
  let first: Hit | undefined
  for (const duty of later)
    for (const hit of countingHits(talk, round, duty, 'accuse'))
      if (hit.at >= since && (!first || hit.at < first.at)) first = hit
  return first
}

const isOwed = (talk: Talk, { when }: ActionUse): boolean =>
  when === undefined || sinceWhenKnown(talk, when) !== undefined

const breachIn = (talk: Talk, round: Round, order: Order, excuses: readonly Excuse[]): OrderBreach | undefined => {
  const later = firstAfter(talk, round, order)
  if (!later) return undefined
  const missing = order.owed.filter(({ action, duties }) => {
    const duty = duties.find(({ use }) => isOwed(talk, use))
    if (!duty || isExcused(excuses, action, later.at)) return false
    const isDone = hitsSoFar(talk, action).some(({ at }) => at <= later.at)
    const from = windowFrom(talk, round, round.stays[duty.step], duty.use.matchFrom, 'excuse')
    return !isDone && wouldBeSeen(talk, action, later.at) && !isHinted(talk, duty.use, from, later.at)
  })
  if (missing.length === 0) return undefined
  const madeUp = missing.map(
    ({ action }) => hitsSoFar(talk, action).find(({ at }) => at > later.at && at <= talk.to)?.at,
  )
  const isMadeUp = madeUp.every((at) => at !== undefined)
  return {
    ordering: order.ordering,
    round: round.n,
    at: later.at,
    putRightAt: isMadeUp ? Math.max(...madeUp) : undefined,
    evidence: [later.evidence],
  }
}

const isInForce = (talk: Talk, { ordering: { when, unless } }: Order, excuses: readonly Excuse[]): boolean => {
  if (unless !== undefined && excuses.some(({ exemption }) => exemption.id === unless)) return false
  return when === undefined || sinceWhenKnown(talk, when) !== undefined
}

/** The orders of this scenario that were broken, round by round. */
export const readOrders = (talk: Talk, excuses: readonly Excuse[]): OrderBreach[] => {
  const { scenario, playbook, duties } = talk
  if (!scenario) return []
  const orders = ordersIn(duties, playbook, scenario).filter((order) => isInForce(talk, order, excuses))
  const breaches: OrderBreach[] = []
  for (const round of talk.rounds)
    for (const order of orders) {
      const breach = breachIn(talk, round, order, excuses)
      if (breach) breaches.push(breach)
    }
  return breaches
}
