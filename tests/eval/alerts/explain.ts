import type { Verdict } from '#server/domain/call/call.ts'
import { dutiesOf } from '#server/domain/playbook/duties.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import type { Severity, Step } from '#server/domain/words.ts'
import type { Truth } from './traffic.ts'

/** One thing done wrong on purpose: an action or a step left out, words nobody should use. */
export type Planted = { callId: string; what: string; step?: Step; severity: Severity }

const DIRECTION = { satisfaction_callback: 'outbound' } as const

const dutiesIn = ({ scenario }: Truth) => {
  const direction = scenario in DIRECTION ? ('outbound' as const) : ('inbound' as const)
  return dutiesOf(shippedPlaybook(), scenario, { direction, tags: [] })
}

/** All that was done wrong in a call. */
export const plantedIn = (truth: Truth): Planted[] => {
  const { callId, omitted, skip, slip } = truth
  const duties = dutiesIn(truth)
  const left = omitted.map((what): Planted => {
    const duty = duties.find(({ use }) => use.action === what)
    return { callId, what, step: duty?.step, severity: duty?.use.severity ?? 'minor' }
  })
  const steps = shippedPlaybook().scenarios.find(({ scenario }) => scenario === truth.scenario)?.steps
  const skipped = steps?.find(({ step }) => step === skip)
  const family = shippedPlaybook().forbidden.find(({ id }) => id === slip?.family)
  return [
    ...left,
    ...(skipped ? [{ callId, what: skipped.step, step: skipped.step, severity: skipped.severity }] : []),
    ...(family ? [{ callId, what: family.id, severity: family.severity }] : []),
  ]
}

/** Whether the verdict says what was planted. */
export const tells = ({ what, step }: Planted, verdict: Verdict): boolean => {
  const { rule, about } = verdict
  if (about?.id === what || verdict.step === what) return true
  if (rule === 'step_skipped') return verdict.step === what || verdict.step === step
  const ordering = rule === 'action_order' && shippedPlaybook().orderings.find(({ id }) => id === about?.id)
  return ordering ? ordering.before.includes(what) : false
}

const belongsTo = (truth: Truth, step: Step, action: string | undefined) =>
  dutiesIn(truth).some(({ step: of, use }) => of === step && use.action === action)

/** Whether the verdict follows from something that was planted in the call. */
export const isExplained = (truth: Truth, verdict: Verdict): boolean => {
  const planted = plantedIn(truth)
  if (planted.some((one) => tells(one, verdict))) return true
  const { rule, about, step } = verdict
  if (rule === 'complaint_level') return truth.level !== undefined
  // Whoever asks for a superior and gets none.
  if (about?.id === 'RES_HELP') return truth.level !== undefined
  const { skip } = truth
  if (skip && (step === skip || belongsTo(truth, skip, about?.id))) return true
  const ordering = shippedPlaybook().orderings.find(({ id }) => id === about?.id)
  if (skip && ordering?.before.some((action) => belongsTo(truth, skip, action))) return true
  const isStepOf = planted.some((one) => one.step !== undefined && one.step === step)
  if (isStepOf && (rule === 'too_fast' || rule === 'step_skipped' || rule === 'ticked_not_said')) return true
  const confirms = shippedPlaybook().scenarios.find(({ scenario }) => scenario === truth.scenario)?.confirmation
  return rule === 'confirmation_due' && truth.omitted.some((action) => confirms?.by.includes(action))
}
