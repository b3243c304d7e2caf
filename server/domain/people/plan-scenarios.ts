import { entryKey, type ScenarioChange, type ScenarioEntry } from '../scenario-map.ts'
import { scenarioMapEntrySchema } from '../settings.ts'
import { PLAN_KINDS, type PlanKind, type PlannedLine } from './plan-placements.ts'

type Row = { line: number; kind: string; key: string; scenario: string }

/** What a file of the scenario table would change; it takes nothing out. */
export const planScenarios = (
  rows: readonly Row[],
  map: readonly ScenarioEntry[],
): { counts: Record<PlanKind, number>; lines: PlannedLine[]; changes: ScenarioChange[] } => {
  const known = new Map(map.map((entry) => [entryKey(entry), entry.scenario]))
  const saidBy = new Map<string, number>()
  const changes: ScenarioChange[] = []
  const lines = rows.map(({ line, ...given }): PlannedLine => {
    const what = `${given.kind} ${given.key}`
    const entry = scenarioMapEntrySchema.safeParse(given)
    if (!entry.success) return { line, kind: 'refused', what, reason: { key: 'importBadScenario' } }
    const said = saidBy.get(entryKey(entry.data))
    if (said !== undefined)
      return { line, kind: 'refused', what, reason: { key: 'importDoubled', params: { line: said } } }
    saidBy.set(entryKey(entry.data), line)
    const before = known.get(entryKey(entry.data))
    if (before === entry.data.scenario) return { line, kind: 'unchanged', what }
    changes.push(entry.data)
    return { line, kind: before ? 'changed' : 'added', what, before, after: entry.data.scenario }
  })
  const counts = Object.fromEntries(
    PLAN_KINDS.map((kind) => [kind, lines.filter((one) => one.kind === kind).length]),
  ) as Record<PlanKind, number>
  return { counts, lines: lines.filter(({ kind }) => kind !== 'unchanged'), changes }
}
