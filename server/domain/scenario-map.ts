import type { FloorSettings } from './settings.ts'
import type { Scenario } from './words.ts'

export type ScenarioEntry = FloorSettings['scenarioMap'][number]
/** Null takes the entry out. */
export type ScenarioChange = Pick<ScenarioEntry, 'kind' | 'key'> & { scenario: Scenario | null }

export const entryKey = ({ kind, key }: Pick<ScenarioEntry, 'kind' | 'key'>): string => `${kind}\n${key}`

/** The table with some entries set or taken out. */
export const applyChanges = (map: readonly ScenarioEntry[], changes: readonly ScenarioChange[]): ScenarioEntry[] => {
  const entries = new Map(map.map((entry) => [entryKey(entry), entry]))
  for (const { kind, key, scenario } of changes) {
    if (scenario === null) entries.delete(entryKey({ kind, key }))
    else entries.set(entryKey({ kind, key }), { kind, key, scenario })
  }
  return [...entries.values()]
}

/** Those of the changes that change something. */
export const realChanges = (map: readonly ScenarioEntry[], changes: readonly ScenarioChange[]): ScenarioChange[] => {
  const known = new Map(map.map((entry) => [entryKey(entry), entry.scenario]))
  return changes.filter((change) => (known.get(entryKey(change)) ?? null) !== change.scenario)
}

/** What makes `after` out of `before`. */
export const changesBetween = (before: readonly ScenarioEntry[], after: readonly ScenarioEntry[]): ScenarioChange[] => {
  const kept = new Set(after.map(entryKey))
  const gone = before.filter((entry) => !kept.has(entryKey(entry))).map((entry) => ({ ...entry, scenario: null }))
  return realChanges(before, [...after, ...gone])
}
