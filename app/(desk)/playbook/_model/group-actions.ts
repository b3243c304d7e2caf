import type { Playbook } from '#server/domain/playbook/playbook.ts'
import { type Scenario, STEPS, type Step } from '#server/domain/words.ts'

/** Actions under the step that asks for them; `null`: none of the scenarios does. */
export type ActionGroup = { step: Step | null; ids: string[] }

const askedIn = (playbook: Playbook, scenarios: readonly Scenario[], step: Step): Set<string> => {
  const flows = playbook.scenarios.filter(({ scenario }) => scenarios.includes(scenario))
  const uses = flows.flatMap(({ steps }) => steps.filter((one) => one.step === step).flatMap(({ actions }) => actions))
  const openings = playbook.openings.filter((opening) => opening.scenarios.some((one) => scenarios.includes(one)))
  const variants = step === 'opening' ? openings.flatMap(({ actions }) => actions) : []
  return new Set([...uses, ...variants].map(({ action }) => action))
}

/**
 * All actions as people look for them in some scenarios: by the first step that asks for them there, those of other
 * scenarios last. Each stands once; a step without any is left out.
 */
export const groupActions = (playbook: Playbook, scenarios: readonly Scenario[]): ActionGroup[] => {
  const left = new Set(playbook.actions.map(({ id }) => id))
  const groups: ActionGroup[] = STEPS.map((step) => {
    const asked = askedIn(playbook, scenarios, step)
    const ids = [...left].filter((id) => asked.has(id))
    for (const id of ids) left.delete(id)
    return { step, ids }
  })
  return [...groups, { step: null, ids: [...left] }].filter(({ ids }) => ids.length > 0)
}
