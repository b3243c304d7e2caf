import type { EventHead } from '#server/domain/event.ts'
import type { OutgoingEvent } from '../feed-outbox.ts'

/** Fields of `data` that hold a time; all others are left alone. */
const INSTANTS = ['asOf', 'startedAt', 'answeredAt', 'until', 'from', 'to', 'dueAt'] as const
const CALL_IDS = ['parentCallId', 'consultOf', 'replacesCallId'] as const

export type Rebase = {
  /** Added to every time, ms. */
  shiftMs: number
  /** Leads every id of a call, segment or leg, so that no id is ever used twice. */
  prefix: string
}

const shift = (iso: string, ms: number): string => new Date(Date.parse(iso) + ms).toISOString()

/**
 * The same event at another time and in another namespace. `counter` becomes its id and its place among equal times.
 */
export const rebaseEvent = (event: OutgoingEvent, counter: number, { shiftMs, prefix }: Rebase): OutgoingEvent => {
  const rename = (id: string | undefined) => (id === undefined ? undefined : `${prefix}/${id}`)
  const related: EventHead['related'] = event.related && { ...event.related }
  if (related) {
    for (const name of CALL_IDS) related[name] = rename(related[name])
    related.transferredFromSegmentId = rename(related.transferredFromSegmentId)
  }
  const data: Record<string, unknown> = { ...(event.data as object) }
  for (const name of INSTANTS) if (typeof data[name] === 'string') data[name] = shift(data[name], shiftMs)
  if (event.type === 'call.cleared' && typeof data.mergedInto === 'string') data.mergedInto = rename(data.mergedInto)
  const rebased = {
    ...event,
    eventId: String(counter),
    seq: counter,
    occurredAt: shift(event.occurredAt, shiftMs),
    callId: rename(event.callId),
    segmentId: rename(event.segmentId),
    connectionId: rename(event.connectionId),
    related,
    data,
  }
  return rebased as OutgoingEvent
}
