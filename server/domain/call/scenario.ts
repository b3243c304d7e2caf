import type { FloorSettings } from '../settings.ts'
import { SCENARIO_SOURCES, type Scenario, type ScenarioSource } from '../words.ts'
import type { Call, ToldCall } from './call.ts'
import { touch } from './version.ts'

const rank = (source: ScenarioSource) => SCENARIO_SOURCES.indexOf(source)

/** Takes a scenario unless a stronger source has spoken; an equal source may change its mind. */
export const setScenario = (call: Call, scenario: Scenario, source: ScenarioSource, at: number): void => {
  if (rank(source) > rank(call.scenarioSource)) return
  if (call.scenario === scenario && call.scenarioSource === source) return
  call.scenario = scenario
  call.scenarioSource = source
  call.scenarios.push({ scenario, source, at })
  touch(call, false)
}

/**
 * The scenario a stretch of the call is judged by; `until` is its end, absent while it lasts. What somebody said holds
 * for the whole call. What only the settings say may change with the queue, and does not reach back past a transfer.
 */
export const scenarioUntil = (call: ToldCall, until: number | undefined): Scenario | undefined => {
  if (until === undefined || call.scenarioSource !== 'settings') return call.scenario
  return (call.scenarios.findLast((change) => change.at < until) ?? call.scenarios[0])?.scenario
}

/** Looks the call up in the settings table: IVR key, then dialled number, then the queue it came to last. */
export const scenarioFromSettings = (call: Call, settings: FloorSettings): Scenario | undefined => {
  const queueId = call.queueVisits.at(-1)?.queueId ?? call.segments.at(-1)?.queueId
  const keys = [
    ['ivr', call.ivrKey],
    ['dialled', call.dialled],
    ['queue', queueId],
  ] as const
  for (const [kind, key] of keys) {
    const entry = key && settings.scenarioMap.find((candidate) => candidate.kind === kind && candidate.key === key)
    if (entry) return entry.scenario
  }
  return undefined
}
