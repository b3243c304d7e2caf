import type { Segment, ToldCall } from '../call/call.ts'
import { scenarioUntil } from '../call/scenario.ts'
import { SCENARIOS, type Scenario, type Step } from '../words.ts'
import type { Playbook, PlaybookScenario, PlaybookStep } from './playbook.ts'

export type { Playbook }

/** A survey score from here on lets a call-back end without resolution and confirmation. */
const HIGH_SCORE = 8

export const scenarioOf = (playbook: Playbook, scenario: Scenario | undefined): PlaybookScenario | undefined =>
  scenario && playbook.scenarios.find((candidate) => candidate.scenario === scenario)

/** The step's part of the playbook; undefined while the scenario is unknown: then no limits apply. */
export const limitsOf = (playbook: Playbook, scenario: Scenario | undefined, step: Step): PlaybookStep | undefined =>
  scenarioOf(playbook, scenario)?.steps.find((candidate) => candidate.step === step)

const isNeverSkippable = (playbook: Playbook, scenario: Scenario, step: Step) =>
  limitsOf(playbook, scenario, step)?.skippable === 'never'

/** Whether leaving the step out is no fault, or cannot be told to be one. */
export const mayLeaveOut = (call: ToldCall, segment: Segment, step: Step, playbook: Playbook): boolean => {
  const scenario = scenarioUntil(call, segment.endedAt)
  if (!scenario) return !SCENARIOS.every((any) => isNeverSkippable(playbook, any, step))
  if (isNeverSkippable(playbook, scenario, step)) return false
  const score = call.facts.findLast((fact) => fact.name === 'survey.score_recorded')?.value
  return typeof score !== 'number' || score >= HIGH_SCORE
}
