import { appendPersonEntry, nameOf } from './append-person-entry.ts'
import type { Verb } from './command.ts'
import { requireCall } from './require-call.ts'

/** Says what a call is really about; its steps are judged anew from there. */
export const setScenario: Verb<'call:set-scenario'> = {
  permission: 'call.classify',
  async run({ feed, callId, scenario }, viewer, parts) {
    const { view } = await requireCall(parts, viewer, feed, callId)
    if (view.scenario === scenario && view.scenarioSource === 'person') return { scenario }
    await appendPersonEntry(
      parts,
      viewer,
      { feed, callId },
      { type: 'call.scenario_set', data: { scenario, by: nameOf(viewer) } },
      { action: 'call.set_scenario', detail: { from: view.scenario ?? null, to: scenario }, notBefore: view.startedAt },
    )
    return { scenario }
  },
}
