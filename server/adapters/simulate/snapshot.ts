import type { EventData, EventType } from '#server/domain/event.ts'
import type { Seat } from './desk.ts'
import { type Draft, toIso } from './journal.ts'
import { type LiveCall, legOf } from './live-call.ts'

/** Everything a switch knows at one moment, as the three kinds of snapshot events. */
export const takeSnapshot = (at: number, seats: readonly Seat[], calls: Iterable<LiveCall>): Draft[] => {
  const drafts: Draft[] = []
  const write = <T extends EventType>(type: T, head: Draft['head'], data: EventData<T>) =>
    drafts.push({ at, type, head: { ...head, observed: true }, data })

  write('feed.snapshot_begin', {}, { asOf: toIso(at) })
  for (const { hire, state, reason, reasonKind, until } of seats)
    write(
      'feed.snapshot_item',
      { agentId: hire.agentId, deviceId: hire.deviceId },
      { state, reason, reasonKind, until: until === undefined ? undefined : toIso(until) },
    )
  for (const call of calls) {
    if (call.state === 'cleared') continue
    const isAnswered = call.answeredAt !== undefined
    write('feed.snapshot_item', legOf(call), {
      callState: call.state,
      direction: call.direction,
      customerNumber: call.customerNumber,
      startedAt: toIso(call.startedAt),
      answeredAt: isAnswered ? toIso(call.answeredAt ?? at) : undefined,
      held: isAnswered ? call.isHeld : undefined,
    })
  }
  write('feed.snapshot_end', {}, {})
  return drafts
}
