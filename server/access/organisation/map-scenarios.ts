import { changeSettings } from '#db/writes/save-settings.ts'
import type { FloorSettings } from '../../domain/settings.ts'
import type { Scenario } from '../../domain/words.ts'
import { type Doer, type OrganisationParts, organise } from './organise.ts'

type Entry = FloorSettings['scenarioMap'][number]
export type ScenarioChange = Pick<Entry, 'kind' | 'key'> & { scenario: Scenario | null }

const keyOf = ({ kind, key }: Pick<Entry, 'kind' | 'key'>) => `${kind}\n${key}`

/** The table with some entries set, or taken out where the scenario is null. */
export const applyChanges = (map: readonly Entry[], changes: readonly ScenarioChange[]): Entry[] => {
  const entries = new Map(map.map((entry) => [keyOf(entry), entry]))
  for (const change of changes) {
    if (change.scenario === null) entries.delete(keyOf(change))
    else entries.set(keyOf(change), { ...change, scenario: change.scenario })
  }
  return [...entries.values()]
}

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
      const known = new Map(current.scenarioMap.map((entry) => [keyOf(entry), entry.scenario]))
      real = given.changes.filter((change) => (known.get(keyOf(change)) ?? null) !== change.scenario)
      return real.length === 0 ? null : { ...current, scenarioMap: applyChanges(current.scenarioMap, real) }
    })
    const note = { action: 'scenario.map', subject: `settings:${saved.version}`, detail: { changes: real } }
    return { result: { version: saved.version, changed: real.length }, note: real.length === 0 ? null : note }
  })
