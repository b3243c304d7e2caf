import type { LevelSource, Rule, Scenario, Severity, Step, VerdictUse } from '../words.ts'
import type { Playbook, PolicyLine } from './playbook.ts'

type Judged = {
  rule: Rule
  severity: Severity
  step?: Step
  about?: { id: string }
  level?: number
  source?: LevelSource
}

const fits = (line: PolicyLine, judged: Judged, scenario: Scenario | undefined): boolean =>
  line.rule === judged.rule &&
  (line.scenario === undefined || line.scenario === scenario) &&
  (line.step === undefined || line.step === judged.step) &&
  (line.about === undefined || line.about === judged.about?.id) &&
  (line.severity === undefined || line.severity === judged.severity) &&
  (line.level === undefined || line.level === judged.level) &&
  (line.source === undefined || line.source === judged.source)

/** Rules about single actions: without a word of the playbook only the worst of them call somebody. */
const DETAILS: ReadonlySet<Rule> = new Set([
  'action_missed',
  'action_order',
  'prohibited',
  'too_fast',
  'ticked_not_said',
])

/** What a model or a single word says is not worth a call by itself, unless it is of the worst. */
const isDetail = ({ rule, source }: Judged) => DETAILS.has(rule) || source === 'words'

/**
 * What becomes of a verdict. `isTooLate`: so little time was left when it fell due that nobody could still have put it
 * right, so it is counted instead of calling somebody.
 */
export const useOf = (
  { policy }: Pick<Playbook, 'policy'>,
  judged: Judged,
  scenario: Scenario | undefined,
  isTooLate: boolean,
): VerdictUse => {
  const line = policy.find((candidate) => fits(candidate, judged, scenario))
  const use = line?.as ?? (isDetail(judged) && judged.severity !== 'critical' ? 'mark' : 'alert')
  return use === 'alert' && isTooLate && DETAILS.has(judged.rule) ? 'mark' : use
}
