import { mayLeaveOut } from '../playbook/limits.ts'
import { type Rule, type Severity, STEPS } from '../words.ts'
import type { Call, Skip, Verdict } from './call.ts'
import { keyOf, missedKey, skipSubject } from './candidate.ts'
import type { Contribution } from './contributions.ts'
import { isOverturned } from './disputes.ts'
import type { Law } from './judge.ts'
import type { ActionReading } from './read-actions.ts'
import type { SegmentReading } from './reading.ts'

type Compliance = Pick<
  Contribution,
  | 'stepsOwed'
  | 'stepsSkipped'
  | 'actionsOwed'
  | 'actionsLate'
  | 'actionsMissed'
  | 'criticalMissed'
  | 'pointsOwed'
  | 'pointsEarned'
  | 'prohibitedSaid'
  | 'confirmationsOwed'
  | 'confirmationsLate'
  | 'judged'
  | 'judgedFailed'
  | 'judgedSkipping'
>

/** Halves, so that what is done late is a whole number too. */
const POINTS: Record<Severity, number> = { critical: 10, major: 4, minor: 2 }

/** What a critical verdict of makes a handling fail. */
const FAILING: ReadonlySet<Rule> = new Set(['step_skipped', 'action_missed', 'action_order', 'prohibited'])

/** It stands in the end: nobody put it right, nobody found it wrong. */
const isFinal = ({ condition, isOverturned: isWrong }: Verdict) => condition !== 'put_right' && !isWrong

/** A step left out that was a fault then, whether or not somebody found otherwise since. */
const isFault = (call: Call, { segment }: SegmentReading, skip: Skip, law: Law) =>
  skip.putRightAt === undefined && !mayLeaveOut(call, segment, skip.step, law.playbook)

const countSteps = (call: Call, reading: SegmentReading, law: Law) => {
  const { segment, steps } = reading
  const skips = reading.skips.filter((skip) => isFault(call, reading, skip, law))
  const taken = STEPS.filter((step) => steps[step].status === 'done' || steps[step].status === 'in_progress')
  const skipped = skips.filter(
    ({ step, eventId }) => !isOverturned(call, keyOf('step_skipped', skipSubject(segment, step), eventId)),
  )
  return { stepsOwed: taken.length + skips.length, stepsSkipped: skipped.length }
}

type Judged = { severity: Severity; result: 'done' | 'late' | 'missed' }

/** How an owed action came out; undefined while that is not known, not due yet, or nothing was owed. */
const resultOf = (action: ActionReading, verdict: Verdict | undefined): Judged['result'] | undefined => {
  if (action.status === 'done') return 'done'
  if (action.status !== 'late_done' && action.status !== 'missed') return undefined
  if (!verdict) return action.status === 'late_done' ? 'late' : undefined
  if (verdict.isOverturned) return 'done'
  return verdict.condition === 'put_right' ? 'late' : 'missed'
}

const judgeActions = (reading: SegmentReading, law: Law, byKey: ReadonlyMap<string, Verdict>): Judged[] => {
  if (law.rules.off.includes('action_missed')) return []
  return reading.actions.flatMap((action) => {
    const { use, round } = action
    if (use.level !== 'required' && use.level !== 'conditional') return []
    const verdict = byKey.get(missedKey(reading.segment, use.action, round))
    const result = resultOf(action, verdict)
    const severity = verdict?.severity ?? law.rules.severities.action_missed ?? use.severity
    return result === undefined ? [] : [{ severity, result }]
  })
}

const weigh = (actions: readonly Judged[], share: Record<Judged['result'], number>) =>
  actions.reduce((sum, { severity, result }) => sum + POINTS[severity] * share[result], 0)

/**
 * What one ended handling adds to the figures of compliance: final verdicts over what was owed. What nobody knows is
 * neither owed nor missed.
 */
export const countCompliance = (
  call: Call,
  reading: SegmentReading,
  law: Law,
  verdicts: readonly Verdict[],
): Compliance => {
  const own = verdicts.filter(({ segmentId }) => segmentId === reading.segment.segmentId)
  const actions = judgeActions(reading, law, new Map(own.map((verdict) => [verdict.key, verdict])))
  const steps = countSteps(call, reading, law)
  const count = (...results: Judged['result'][]) => actions.filter(({ result }) => results.includes(result)).length
  const said = (rule: Rule) => own.filter((verdict) => verdict.rule === rule && !verdict.isOverturned)
  const judged = steps.stepsOwed + actions.length > 0 ? 1 : 0
  const hasFailed = own.some(
    (verdict) => FAILING.has(verdict.rule) && verdict.severity === 'critical' && isFinal(verdict),
  )
  const plans = law.rules.off.includes('confirmation_due')
    ? 0
    : reading.plans.filter(({ isConfirmed }) => isConfirmed).length +
      own.filter(({ rule }) => rule === 'confirmation_due').length
  return {
    ...steps,
    actionsOwed: actions.length,
    actionsLate: count('late'),
    actionsMissed: count('missed'),
    criticalMissed: actions.filter(({ severity, result }) => severity === 'critical' && result === 'missed').length,
    pointsOwed: weigh(actions, { done: 1, late: 1, missed: 1 }),
    pointsEarned: weigh(actions, { done: 1, late: 0.5, missed: 0 }),
    prohibitedSaid: said('prohibited').length,
    confirmationsOwed: plans,
    confirmationsLate: said('confirmation_due').length,
    judged,
    judgedFailed: judged && hasFailed ? 1 : 0,
    judgedSkipping: judged && steps.stepsSkipped > 0 ? 1 : 0,
  }
}
