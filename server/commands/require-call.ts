import { canSee, type Viewer } from '../domain/viewer.ts'
import { CodedError } from '../errors.ts'
import type { CallView } from '../protocol/call-view.ts'
import type { ActedCall, CommandParts } from './command.ts'

/** The call, if this viewer may see it; one they may not see does not exist for them. */
export const requireCall = async (
  parts: CommandParts,
  viewer: Viewer,
  feedId: string,
  callId: string,
): Promise<ActedCall> => {
  const call = parts.floors.get(feedId)?.callView(callId) ?? (await parts.findRecordedCall(feedId, callId))
  if (!call || !canSee(viewer, call.subject)) throw new CodedError('not_found', 'There is no such call for you to see.')
  return call
}

/** The same for what changes how the call is judged: it is folded again, which takes what the feed told of it. */
export const requireFoldableCall = async (...given: Parameters<typeof requireCall>): Promise<ActedCall> => {
  const call = await requireCall(...given)
  const [parts, , feedId, callId] = given
  if (parts.floors.get(feedId)?.callView(callId) || (await parts.hasCallEvents(feedId, callId))) return call
  throw new CodedError('conflict', 'The events of this call are no longer kept.', { reason: { key: 'eventsGone' } })
}

export const requireAlert = (call: ActedCall, key: string): CallView['alerts'][number] => {
  const alert = call.view.alerts.find((one) => one.key === key)
  if (!alert) throw new CodedError('not_found', 'This call has no such alert.')
  return alert
}
