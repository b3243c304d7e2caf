import { maskText } from '../domain/redact.ts'
import { appendPersonEntry } from './append-person-entry.ts'
import type { Verb } from './command.ts'
import { requireCall } from './require-call.ts'

/** Says how far a complaint really goes; it stands over all that was heard until then. */
export const setLevel: Verb<'call:set-level'> = {
  permission: 'call.classify',
  async run({ feed, callId, level, reason: given }, viewer, parts) {
    const { view } = await requireCall(parts, viewer, feed, callId)
    const reason = maskText(given)
    const last = view.levels.at(-1)
    if (last?.source === 'person' && last.level === level && last.reason === reason) return { level }
    await appendPersonEntry(
      parts,
      viewer,
      { feed, callId },
      { type: 'complaint.level', data: { level, reason } },
      {
        action: 'call.set_level',
        detail: { from: view.level, to: level, reason },
        notBefore: Math.max(view.startedAt, last?.at ?? 0),
      },
    )
    return { level }
  },
}
