import type { Call } from '../call/call.ts'
import { keep } from '../keep.ts'
import { SCENARIOS, type Scenario, STEPS, type Step } from '../words.ts'
import type { ActionUse } from './action.ts'
import { scenarioOf } from './limits.ts'
import type { Playbook } from './playbook.ts'

/** An action asked for in a step. */
export type Duty = { step: Step; use: ActionUse }

type Opening = Playbook['openings'][number]

/** The variant of the opening this call asks for: by tag before by direction; undefined = the scenario's own. */
const openingFor = (playbook: Playbook, scenario: Scenario, call: Pick<Call, 'direction' | 'tags'>) => {
  const fits = ({ directions, scenarios }: Opening) =>
    directions.includes(call.direction) && scenarios.includes(scenario)
  const tagged = playbook.openings.find(
    (variant) => fits(variant) && variant.tags.some((tag) => call.tags.includes(tag)),
  )
  if (tagged || call.direction === scenarioOf(playbook, scenario)?.direction) return tagged
  return playbook.openings.find((variant) => fits(variant) && variant.tags.length === 0)
}

const dutiesIn = (playbook: Playbook, scenario: Scenario, call: Pick<Call, 'direction' | 'tags'>): Duty[] => {
  const opening = openingFor(playbook, scenario, call)
  return (scenarioOf(playbook, scenario)?.steps ?? []).flatMap(({ step, actions }) =>
    (step === 'opening' && opening ? opening.actions : actions).map((use) => ({ step, use })),
  )
}

const WEIGHT = { critical: 2, major: 1, minor: 0 } as const

/** What every scenario asks for, each as mildly as any of them does. */
const commonDuties = (playbook: Playbook, call: Pick<Call, 'direction' | 'tags'>): Duty[] => {
  const lists = SCENARIOS.map((scenario) => dutiesIn(playbook, scenario, call))
  return (lists[0] ?? []).flatMap(({ step, use }) => {
    const same = lists.map((list) => list.find((duty) => duty.step === step && duty.use.action === use.action))
    if (same.some((duty) => duty?.use.level !== use.level)) return []
    const uses = same.flatMap((duty) => (duty ? [duty.use] : []))
    const mildest = uses.sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity])[0]
    return mildest ? [{ step, use: mildest }] : []
  })
}

const kept = keep((_: Playbook) => new Map<string, readonly Duty[]>())

/** What is asked for in a call, step by step; with the scenario unknown only what all of them ask for. */
export const dutiesOf = (
  playbook: Playbook,
  scenario: Scenario | undefined,
  call: Pick<Call, 'direction' | 'tags'>,
): readonly Duty[] => {
  if (playbook.actions.length === 0) return []
  const known = kept(playbook)
  const tags = playbook.openings.flatMap((variant) => variant.tags.filter((tag) => call.tags.includes(tag)))
  const key = [scenario ?? '', call.direction, ...tags].join('\n')
  const found = known.get(key)
  if (found) return found
  const duties = scenario ? dutiesIn(playbook, scenario, call) : commonDuties(playbook, call)
  const ordered = [...duties].sort((a, b) => STEPS.indexOf(a.step) - STEPS.indexOf(b.step))
  known.set(key, ordered)
  return ordered
}
