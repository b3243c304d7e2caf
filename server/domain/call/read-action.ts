import type { ActionUse } from '../playbook/action.ts'
import { type Duty, dutiesOf } from '../playbook/duties.ts'
import { mayLeaveOut } from '../playbook/limits.ts'
import { rememberOnce } from '../remember.ts'
import type { ActionStatus, UnknownReason } from '../words.ts'
import type { Evidence } from './call.ts'
import { isExcused } from './circumstances.ts'
import { countThose } from './counting-hits.ts'
import { dueAtOf, windowFrom } from './due-points.ts'
import type { Grounds } from './grounds.ts'
import type { Handling } from './handling.ts'
import { actionOf, type Hit } from './hits.ts'
import type { RoundSpan } from './rounds.ts'

/**
 * What became of one action in one round. `missed` counts from `dueAt` on, which may lie ahead: whoever shows or judges it
 * waits for the watermark.
 */
export type Finding = {
  status: ActionStatus
  /** Only with `unknown`. */
  why?: UnknownReason
  dueAt?: number
  doneAt?: number
  evidence: Evidence[]
}

const keyOf = ({ step, use }: Duty) => `${step} ${use.action} ${use.level}`

type Switch = { at: number; kept: ReadonlySet<string> }

/** The last change from one known scenario to another within the handling, and what was owed before it as well. */
const switchOf = rememberOnce(({ call, playbook, scenario, from, to }: Handling): Switch | undefined => {
  const changes = call.scenarios.filter(({ at }) => at <= to)
  const index = changes.findLastIndex(
    (change, i) =>
      change.at > from &&
      i > 0 &&
      changes[i - 1]?.scenario !== change.scenario &&
      changes[i - 1]?.scenario !== undefined,
  )
  const change = changes[index]
  const before = changes[index - 1]?.scenario
  if (!change || !before || change.scenario !== scenario) return undefined
  const kept = dutiesOf(playbook, before, call).map(keyOf)
  return { at: change.at, kept: new Set(kept) }
})

const isInTime = ({ at, isSystem }: Hit, dueAt: number, use: ActionUse) =>
  isSystem || use.due.at === 'call_end' || use.due.at === 'acw_end' ? at <= dueAt : at < dueAt

const met = (status: ActionStatus, hit: Hit, dueAt?: number): Finding => ({
  status,
  dueAt,
  doneAt: hit.at,
  evidence: [hit.evidence],
})
const unmet = (status: ActionStatus, dueAt?: number): Finding => ({ status, dueAt, evidence: [] })
const unknown = (why: UnknownReason, dueAt?: number): Finding => ({ status: 'unknown', why, dueAt, evidence: [] })

/** Points in time that do not hang on the step itself. */
const FREE: ReadonlySet<string> = new Set(['call_end', 'acw_end', 'after_trigger', 'before_action', 'before_event'])

/** What an action is whose step was not taken, and not skipped either; undefined where it is owed all the same. */
const placelessStatus = (
  { playbook }: Handling,
  { isLast, untaken }: Grounds,
  { use }: Duty,
): ActionStatus | undefined => {
  if (untaken === undefined) return undefined
  const status = isLast ? untaken : 'not_applicable'
  if (status === 'not_applicable')
    return use.due.at === 'acw_end' || use.due.at === 'before_action' ? undefined : status
  if (status !== 'unknown') return undefined
  const isTold = actionOf(playbook, use.action)?.evidence[0] === 'system'
  return isTold && FREE.has(use.due.at) ? undefined : status
}

/**
 * Whether a later round owes the action: what it asks may be of another kind. What depends on something owes it only if
 * that happened in this round, and so does what a system has to tell.
 */
const isOwedAgain = (
  { playbook }: Handling,
  { others, from, to }: Grounds,
  { action, when, due }: ActionUse,
  since: number,
): boolean => {
  if (when !== undefined && since < from) return false
  if (due.at === 'before_action') return others.some(({ at }) => at >= from && at < to)
  return actionOf(playbook, action)?.evidence[0] !== 'system'
}

/** Why nobody knows whether it was done; `met` where it shows in how the two spoke; undefined where it was not done. */
export type Look = UnknownReason | 'met' | undefined

/** Looks for it until then, and since `from` where that is given; asked once at most. */
type LookFor = (at: number, from?: number) => Look

const reasonOf = (look: Look): UnknownReason | undefined => (look === 'met' ? undefined : look)

/** Reads one duty of a round from its grounds. */
export const readAction = (
  talk: Handling,
  round: RoundSpan,
  duty: Duty,
  grounds: Grounds,
  lookFor: LookFor,
): Finding => {
  const { use, step } = duty
  const { stay, condition, excuses, others } = grounds
  const change = switchOf(talk)
  const hits = countThose(talk, round, use, stay, 'excuse', grounds.hits)
  const first = hits[0]
  const known = condition ?? { since: talk.from }
  if (known === 'no') return first ? met('done', first) : unmet('not_applicable')
  if ('unknown' in known) return first ? met('done', first) : unknown(known.unknown)

  if (!first && round.n > 1 && !isOwedAgain(talk, grounds, use, known.since)) return unmet('not_applicable')

  const point = dueAtOf(talk, round, stay, use.due, known.since, others)
  const isBefore = change !== undefined && point !== undefined && point < change.at && !change.kept.has(keyOf(duty))
  if (isBefore && !use.neverSkip) return first ? met('done', first) : unmet('not_applicable')
  const dueAt =
    point === undefined ? undefined : Math.max(point, isBefore ? change.at : point, use.when ? known.since : point)

  const inTime = hits.find((hit) => dueAt === undefined || isInTime(hit, dueAt, use))
  if (inTime) return met('done', inTime, dueAt)
  if (isExcused(excuses, use.action, dueAt, use.due.at === 'acw_end'))
    return first ? met('done', first, dueAt) : unmet('exempt', dueAt)
  const placeless = placelessStatus(talk, grounds, duty)
  if (placeless && first) return met('done', first, dueAt)
  if (placeless === 'unknown') return unknown(reasonOf(lookFor(dueAt ?? talk.to)) ?? 'step', dueAt)
  if (placeless) return unmet(placeless, dueAt)
  if (stay.skippedAt !== undefined && mayLeaveOut(talk.call, talk.segment, step, talk.playbook))
    return unmet('not_applicable')
  if (dueAt === undefined)
    return first ? met('done', first) : unmet(talk.segment.endedAt === undefined ? 'pending' : 'not_applicable')
  const look = lookFor(dueAt, windowFrom(talk, round, stay, use.matchFrom, 'excuse'))
  if (look === 'met') return { ...unmet('done', dueAt), doneAt: dueAt }
  const unseen = reasonOf(look)
  if (unseen) return first ? met('done', first, dueAt) : unknown(unseen, dueAt)
  if (first) return met('late_done', first, dueAt)
  return unmet(use.level === 'recommended' ? 'not_applicable' : 'missed', dueAt)
}
