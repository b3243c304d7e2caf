import type { CanonicalEvent, EventData, EventHead, EventType } from '#server/domain/event.ts'
import type { AmiFrame } from './ami-message.ts'

export type Head = Omit<EventHead, 'eventId' | 'seq' | 'occurredAt' | 'timeQuality'>

/** Gathers canonical events and gives them ids: that of the AMI message, then `.1`, `.2` for what else it means. */
export const createOutlet = (feedId: string) => {
  let events: CanonicalEvent[] = []
  let epoch = ''
  let seq = 0
  let base = ''
  let used = 0
  let timeQuality: AmiFrame['timeQuality'] = 'native'

  return {
    begin(frame: AmiFrame): void {
      if (frame.id !== base) used = 0
      base = frame.id
      timeQuality = frame.timeQuality
    },

    emit<T extends EventType>(type: T, at: number, head: Head, data: EventData<T>): void {
      const eventId = used === 0 ? base : `${base}.${used}`
      used += 1
      const occurredAt = new Date(at).toISOString()
      const event = { v: 1, feedId, epoch, eventId, seq: seq++, occurredAt, timeQuality, ...head, type, data }
      events.push(event as unknown as CanonicalEvent)
    },

    take(): CanonicalEvent[] {
      const taken = events
      events = []
      return taken
    },

    epoch: () => epoch,
    /** Counters start anew with a PBX boot. */
    enterEpoch(next: string): void {
      if (next === epoch) return
      epoch = next
      seq = 0
    },
  }
}
export type Outlet = ReturnType<typeof createOutlet>
