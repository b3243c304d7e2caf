import { maskText } from '../domain/redact.ts'
import { CodedError } from '../errors.ts'
import { appendPersonEntry } from './append-person-entry.ts'
import type { ActedCall, Verb } from './command.ts'
import { actId, isTheirs, personOf } from './disputes.ts'
import { requireCall, requireFoldableCall } from './require-call.ts'

const findCallBack = ({ view }: ActedCall, key: string) => view.callBacks?.find((one) => one.key === key)

const closedBy = (by: string) =>
  new CodedError('conflict', `${by} closed this call back already.`, {
    reason: { key: 'callBackClosed', params: { by } },
  })

/** The customer was called back, or no longer needs to be; the latter takes words. */
export const closeCallBack: Verb<'callback:close'> = {
  permission: 'callback.close',
  async run({ feed, callId, key, as, ...given }, viewer, parts) {
    const known = findCallBack(await requireFoldableCall(parts, viewer, feed, callId), key)
    if (!known)
      throw new CodedError('not_found', 'This call asks for no such call back.', { reason: { key: 'callBackMissing' } })
    if (known.closed) {
      if (isTheirs(viewer, known.closed) && known.state === as) return { state: as }
      throw closedBy(known.closed.by)
    }
    if (known.state === 'withdrawn')
      throw new CodedError('conflict', 'What it was for no longer holds.', { reason: { key: 'callBackWithdrawn' } })
    if (as === 'dropped' && given.note.length < 2)
      throw new CodedError('bad_request', 'Say in words why.', { reason: { key: 'reasonMissing' } })
    const note = given.note === '' ? undefined : maskText(given.note)
    await appendPersonEntry(
      parts,
      viewer,
      { feed, callId },
      { type: `callback.${as}`, data: { key, ...personOf(viewer), note } },
      {
        action: `callback.${as}`,
        detail: { key, rule: known.rule, note },
        notBefore: known.openedAt,
        eventId: actId('callback', callId, key),
      },
    )
    const first = findCallBack(await requireCall(parts, viewer, feed, callId), key)?.closed
    if (first && !isTheirs(viewer, first)) throw closedBy(first.by)
    return { state: as }
  },
}
