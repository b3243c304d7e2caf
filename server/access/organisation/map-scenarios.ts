import { changeSettings } from '#db/writes/save-settings.ts'
import { applyChanges, realChanges, type ScenarioChange } from '../../domain/scenario-map.ts'
import { type Doer, type OrganisationParts, organise } from './organise.ts'

/**
 * Changes what queues, numbers and menu keys mean: a new version, which calls that begin later are judged by. What others
 * changed meanwhile stays. Without a difference there is no new version.
 */
export const mapScenarios = (
  parts: OrganisationParts,
  doer: Doer & { name: string },
  given: { changes: readonly ScenarioChange[] },
): Promise<{ version: number; changed: number }> =>
  organise({ ...parts, directory: undefined }, doer, async (tx) => {
    let real: ScenarioChange[] = []
    const saved = await changeSettings(tx, { at: doer.at, by: doer.name }, (current) => {
      real = realChanges(current.scenarioMap, given.changes)
      return real.length === 0 ? null : { ...current, scenarioMap: applyChanges(current.scenarioMap, real) }
    })
    const note = { action: 'scenario.map', subject: `settings:${saved.version}`, detail: { changes: real } }
    return { result: { version: saved.version, changed: real.length }, note: real.length === 0 ? null : note }
  })
