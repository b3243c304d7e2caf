import { maskText } from '../domain/redact.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { AlertHandling } from '../domain/words.ts'
import { CodedError } from '../errors.ts'
import { appendPersonEntry, nameOf } from './append-person-entry.ts'
import type { CommandParts } from './command.ts'
import { requireAlert, requireCall } from './require-call.ts'

const ORDER: readonly AlertHandling[] = ['open', 'acknowledged', 'intervening', 'resolved']

/**
 * Moves an alert's handling forward. Doing it twice changes nothing; what somebody else did first is a conflict that
 * names them.
 */
export const handleAlert = async (
  parts: CommandParts,
  viewer: Viewer,
  given: { feed: string; callId: string; key: string; note?: string },
  handling: 'acknowledged' | 'resolved',
  action: string,
): Promise<{ handling: AlertHandling; handledBy: string }> => {
  const { feed, callId, key } = given
  // People write customers' numbers down, too.
  const note = given.note === undefined ? undefined : maskText(given.note)
  const alert = requireAlert(await requireCall(parts, viewer, feed, callId), key)
  const by = nameOf(viewer)
  if (ORDER.indexOf(alert.handling) >= ORDER.indexOf(handling)) {
    if (alert.handledBy === by) return { handling: alert.handling, handledBy: by }
    throw new CodedError(
      'conflict',
      `This alert is ${alert.handling} already, by ${alert.handledBy ?? 'somebody else'}.`,
      alert.handledBy === undefined ? undefined : { reason: { key: 'handled', params: { by: alert.handledBy } } },
    )
  }
  const raisedAt = parts.floors.get(feed)?.call(callId)?.raised[key]?.raisedAt
  await appendPersonEntry(
    parts,
    viewer,
    given,
    { type: 'alert.handled', data: { key, handling, by, note } },
    { action, detail: { key, rule: alert.rule, note }, notBefore: Math.max(alert.dueAt, raisedAt ?? 0) },
  )
  return { handling, handledBy: by }
}
