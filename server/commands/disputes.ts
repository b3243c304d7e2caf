import { createHash } from 'node:crypto'
import { maskText } from '../domain/redact.ts'
import type { Viewer } from '../domain/viewer.ts'
import { CodedError } from '../errors.ts'
import type { CallView } from '../protocol/call-view.ts'
import { appendPersonEntry, nameOf } from './append-person-entry.ts'
import type { ActedCall, Verb } from './command.ts'
import { requireCall, requireFoldableCall } from './require-call.ts'

type DisputeView = NonNullable<CallView['disputes']>[number]
type Person = { by: string; byId?: string }

const findDispute = ({ view }: ActedCall, key: string): DisputeView | undefined =>
  view.disputes?.find((dispute) => dispute.key === key)

/** Two people may share a name; what was written before accounts were kept has only that. */
export const isTheirs = (viewer: Viewer, { by, byId }: Person): boolean =>
  byId === undefined ? by === nameOf(viewer) : byId === viewer.id

export const personOf = (viewer: Viewer) => ({ by: nameOf(viewer), byId: viewer.id })

const conflict = (key: string, message: string, by?: string) =>
  new CodedError('conflict', message, { reason: by === undefined ? { key } : { key, params: { by } } })

/** One id for one act on one verdict: of two people at once the log takes the first. */
export const actId = (act: string, callId: string, key: string): string =>
  `${act}:${createHash('sha256').update(`${callId}\n${key}`).digest('hex').slice(0, 40)}`

const requireVerdict = ({ view }: ActedCall, key: string) => {
  const alert = view.alerts.find((one) => one.key === key && one.condition !== 'refuted')
  const verdict = alert ?? view.marks?.find((one) => one.key === key)
  if (!verdict) throw new CodedError('not_found', 'This call has no such verdict.', { reason: { key: 'verdictGone' } })
  return verdict
}

const disputed = ({ by }: Person) => conflict('disputed', `${by} disputes this verdict already.`, by)
const decided = ({ by }: Person) => conflict('decided', `${by} decided this dispute already.`, by)

/** Says that a verdict is wrong; somebody else decides. */
export const disputeVerdict: Verb<'verdict:dispute'> = {
  permission: 'verdict.dispute',
  async run({ feed, callId, key, ...given }, viewer, parts) {
    const call = await requireFoldableCall(parts, viewer, feed, callId)
    const known = findDispute(call, key)
    if (known && isTheirs(viewer, known)) return { state: known.state }
    if (known) throw disputed(known)
    const verdict = requireVerdict(call, key)
    const reason = maskText(given.reason)
    await appendPersonEntry(
      parts,
      viewer,
      { feed, callId },
      {
        type: 'verdict.disputed',
        data: { key, dueAt: new Date(verdict.dueAt).toISOString(), ...personOf(viewer), reason },
      },
      {
        action: 'verdict.dispute',
        detail: { key, rule: verdict.rule, reason },
        notBefore: verdict.dueAt,
        eventId: actId('dispute', callId, key),
      },
    )
    const first = findDispute(await requireCall(parts, viewer, feed, callId), key)
    if (first && !isTheirs(viewer, first)) throw disputed(first)
    return { state: 'pending' }
  },
}

/** Upholds or overturns a verdict somebody else disputed. */
export const decideDispute: Verb<'dispute:decide'> = {
  permission: 'dispute.decide',
  async run({ feed, callId, key, outcome, ...given }, viewer, parts) {
    const known = findDispute(await requireFoldableCall(parts, viewer, feed, callId), key)
    if (!known)
      throw new CodedError('not_found', 'Nobody disputes this verdict.', { reason: { key: 'disputeMissing' } })
    if (known.decided) {
      if (isTheirs(viewer, known.decided) && known.state === outcome) return { state: outcome }
      throw decided(known.decided)
    }
    if (known.state === 'moot')
      throw conflict('disputeMoot', 'The verdict no longer holds: there is nothing to decide.')
    if (isTheirs(viewer, known))
      throw new CodedError('forbidden', 'Somebody else decides what you dispute.', { reason: { key: 'ownDispute' } })
    const reason = maskText(given.reason)
    await appendPersonEntry(
      parts,
      viewer,
      { feed, callId },
      { type: 'dispute.decided', data: { key, outcome, ...personOf(viewer), reason } },
      {
        action: 'dispute.decide',
        detail: { key, rule: known.rule, outcome, reason },
        notBefore: known.at,
        eventId: actId('decide', callId, key),
      },
    )
    const first = findDispute(await requireCall(parts, viewer, feed, callId), key)?.decided
    if (first && !isTheirs(viewer, first)) throw decided(first)
    return { state: outcome }
  },
}
