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

export const requireAlert = (call: ActedCall, key: string): CallView['alerts'][number] => {
  const alert = call.view.alerts.find((one) => one.key === key)
  if (!alert) throw new CodedError('not_found', 'This call has no such alert.')
  return alert
}
