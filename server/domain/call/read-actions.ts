import type { ActionUse } from '../playbook/action.ts'
import { type Duty, dutiesOf } from '../playbook/duties.ts'
import { mayLeaveOut } from '../playbook/limits.ts'
import type { ActionStatus, Step, UnknownReason } from '../words.ts'
import type { Evidence } from './call.ts'
import { type Excuse, isExcused, knownOf, whyUndecided } from './circumstances.ts'
import { dueAtOf, type Purpose, type Stay, stayIn, windowFrom } from './due-points.ts'
import { actionOf, type Hit, hitsOf, hitsSoFar, isHinted, whyUnseen } from './hits.ts'
import type { Round, Talk } from './talk.ts'

/**
 * One action of one round. `missed` counts from `dueAt` on, which may lie ahead: whoever shows or judges it waits for the
 * watermark.
 */
export type ActionReading = {
  action: string
  step: Step
  round: number
  use: ActionUse
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
const switchOf = (talk: Talk): Switch | undefined => {
  const changes = talk.call.scenarios.filter(({ at }) => at <= talk.to)
  const index = changes.findLastIndex(
    ({ scenario, at }, i) =>
      at > talk.from && i > 0 && changes[i - 1]?.scenario !== scenario && changes[i - 1]?.scenario !== undefined,
  )
  const change = changes[index]
  const before = changes[index - 1]?.scenario
  if (!change || !before || change.scenario !== talk.scenario) return undefined
  const kept = dutiesOf(talk.playbook, before, talk.call).map(keyOf)
  return { at: change.at, kept: new Set(kept) }
}

/** Hits that count for the duty, in order. What a system tells counts whatever step a script shows. */
export const countingHits = (
  talk: Talk,
  round: Round,
  { use }: Duty,
  stay: Stay,
  purpose: Purpose = 'count',
): Hit[] => {
  const isWide = use.matchFrom === 'call_start'
  const from = windowFrom(talk, round, stay, use.matchFrom, purpose)
  const hits = isWide ? hitsSoFar(talk, use.action) : hitsOf(talk, use.action)
  const systemFrom = round.n === 1 || isWide ? Number.NEGATIVE_INFINITY : round.from
  const until = round.isLast ? Number.POSITIVE_INFINITY : round.to
  return hits.filter(({ at, isSystem }) => at < until && at >= (isSystem ? systemFrom : from))
}

const isInTime = ({ at, isSystem }: Hit, dueAt: number, use: ActionUse) =>
  isSystem || use.due.at === 'call_end' || use.due.at === 'acw_end' ? at <= dueAt : at < dueAt

const unmet = (status: ActionStatus, dueAt?: number) => ({ status, dueAt, evidence: [] })
const unknown = (why: UnknownReason, dueAt?: number) => ({ ...unmet('unknown', dueAt), why })

/** Points in time that do not hang on the step itself. */
const FREE: ReadonlySet<string> = new Set(['call_end', 'acw_end', 'after_trigger', 'before_action', 'before_event'])

/** What an action is whose step was not taken, and not skipped either; undefined where it is owed all the same. */
const placelessStatus = (talk: Talk, round: Round, { step, use }: Duty, stay: Stay): ActionStatus | undefined => {
  if (stay.from !== undefined || stay.skippedAt !== undefined) return undefined
  const status = round.isLast ? talk.steps.steps[step].status : 'not_applicable'
  if (status === 'not_applicable')
    return use.due.at === 'acw_end' || use.due.at === 'before_action' ? undefined : status
  if (status !== 'unknown') return undefined
  const isTold = actionOf(talk.playbook, use.action)?.evidence[0] === 'system'
  return isTold && FREE.has(use.due.at) ? undefined : status
}

/**
 * Whether a later round owes the action: what it asks may be of another kind. What depends on something owes it only if
 * that happened in this round, and so does what a system has to tell.
 */
const isOwedAgain = (talk: Talk, round: Round, { action, when, due }: ActionUse, since: number): boolean => {
  if (when !== undefined && since < round.from) return false
  if (due.at === 'before_action') return hitsOf(talk, due.action).some(({ at }) => at >= round.from && at < round.to)
  return actionOf(talk.playbook, action)?.evidence[0] !== 'system'
}

const readOne = (
  talk: Talk,
  round: Round,
  duty: Duty,
  excuses: readonly Excuse[],
  change: Switch | undefined,
): Pick<ActionReading, 'status' | 'why' | 'dueAt' | 'doneAt' | 'evidence'> => {
  const { use, step } = duty
  const stay = stayIn(talk, round, step)
  const hits = countingHits(talk, round, duty, stay, 'excuse')
  const first = hits[0]
  const done = (status: ActionStatus, hit: Hit, dueAt?: number) => ({
    status,
    dueAt,
    doneAt: hit.at,
    evidence: [hit.evidence],
  })
  const known = use.when === undefined ? { since: talk.from } : knownOf(talk, use.when)
  if (known === 'no') return first ? done('done', first) : unmet('not_applicable')
  if (known === 'unknown') return first ? done('done', first) : unknown(whyUndecided(talk, use.when ?? ''))

  if (!first && round.n > 1 && !isOwedAgain(talk, round, use, known.since)) return unmet('not_applicable')

  const point = dueAtOf(talk, round, stay, use.due, known.since)
  const isBefore = change !== undefined && point !== undefined && point < change.at && !change.kept.has(keyOf(duty))
  if (isBefore && !use.neverSkip) return first ? done('done', first) : unmet('not_applicable')
  const dueAt =
    point === undefined ? undefined : Math.max(point, isBefore ? change.at : point, use.when ? known.since : point)

  const inTime = hits.find((hit) => dueAt === undefined || isInTime(hit, dueAt, use))
  if (inTime) return done('done', inTime, dueAt)
  if (isExcused(excuses, use.action, dueAt, use.due.at === 'acw_end'))
    return first ? done('done', first, dueAt) : unmet('exempt', dueAt)
  const placeless = placelessStatus(talk, round, duty, stay)
  if (placeless && first) return done('done', first, dueAt)
  if (placeless === 'unknown') return unknown(whyUnseen(talk, use.action, dueAt ?? talk.to) ?? 'step', dueAt)
  if (placeless) return unmet(placeless, dueAt)
  if (stay.skippedAt !== undefined && mayLeaveOut(talk.call, talk.segment, step, talk.playbook))
    return unmet('not_applicable')
  if (dueAt === undefined)
    return first ? done('done', first) : unmet(talk.segment.endedAt === undefined ? 'pending' : 'not_applicable')
  const unseen = whyUnseen(talk, use.action, dueAt)
  if (unseen) return first ? done('done', first, dueAt) : unknown(unseen, dueAt)
  const from = windowFrom(talk, round, stay, use.matchFrom, 'excuse')
  if (isHinted(talk, use, from, dueAt)) return first ? done('done', first, dueAt) : unknown('unclear', dueAt)
  if (first) return done('late_done', first, dueAt)
  return unmet(use.level === 'recommended' ? 'not_applicable' : 'missed', dueAt)
}

/** Every action the handling owes, round by round: the opening once, what ends a call in the last round only. */
export const readActions = (talk: Talk, excuses: readonly Excuse[]): ActionReading[] => {
  const change = switchOf(talk)
  return talk.rounds.flatMap((round) =>
    talk.duties
      .filter(({ step, use }) => {
        if (use.level === 'prohibited') return false
        if (step === 'opening') return round.n === 1
        return step !== 'closing' || round.isLast
      })
      .map((duty) => ({
        action: duty.use.action,
        step: duty.step,
        round: round.n,
        use: duty.use,
        ...readOne(talk, round, duty, excuses, change),
      })),
  )
}
