import type { AuditNote } from '../domain/audit-note.ts'
import type { Event } from '../domain/event.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { CommandParts } from './command.ts'

type PersonEvent = Extract<
  Event,
  {
    type:
      | 'alert.handled'
      | 'call.scenario_set'
      | 'complaint.level'
      | 'verdict.disputed'
      | 'dispute.decided'
      | 'callback.done'
      | 'callback.dropped'
  }
>
type Said = {
  [T in PersonEvent['type']]: Pick<Extract<PersonEvent, { type: T }>, 'type' | 'data'>
}[PersonEvent['type']]

const EPOCH = 'person'
const NAME_LENGTH = 80

/** How people are named in the log. */
export const nameOf = (viewer: Viewer): string => viewer.name.slice(0, NAME_LENGTH).toWellFormed()

export const noteOf = (
  parts: CommandParts,
  viewer: Viewer,
  note: Pick<AuditNote, 'action' | 'subject' | 'detail'>,
): AuditNote => ({
  at: parts.clock.now(),
  actor: { kind: viewer.kind, id: viewer.id },
  ...note,
  ...(parts.address === undefined ? {} : { address: parts.address }),
})

/**
 * Adds what a person did to a call to the feed's log and, in the same statement, to the audit. It happens on the feed's
 * clock like the rest of the call, and not before `notBefore` (epoch ms), the fact it answers. With an `eventId` of its own
 * it happens once, whoever does it.
 */
export const appendPersonEntry = async (
  parts: CommandParts,
  viewer: Viewer,
  call: { feed: string; callId: string },
  said: Said,
  note: Pick<AuditNote, 'action' | 'detail'> & { notBefore?: number; eventId?: string },
): Promise<void> => {
  const { clock, floors } = parts
  const now = clock.now()
  const at = Math.max(now + (floors.get(call.feed)?.feed().offsetMs ?? 0), note.notBefore ?? 0)
  const event = {
    ...said,
    eventId: note.eventId ?? clock.uuid(),
    occurredAt: new Date(at).toISOString(),
    callId: call.callId,
  }
  const subject = `call:${call.feed}/${call.callId}`
  const audit = noteOf(parts, viewer, { action: note.action, subject, detail: note.detail })
  await parts.append(call.feed, [{ source: 'person', origin: 'owner', epoch: EPOCH, event, receivedAt: now, audit }])
}
