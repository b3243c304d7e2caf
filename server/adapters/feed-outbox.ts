import type { Event, ForeignEvent } from '#server/domain/event.ts'
import type { Window } from '#server/protocol/feed.ts'

export type OutgoingEvent = Event | ForeignEvent

type Item = { kind: 'event'; event: OutgoingEvent; bytes: number } | { kind: 'heartbeat'; at: number }
export type OutgoingMessage = { kind: 'events'; events: OutgoingEvent[] } | { kind: 'heartbeat'; at: number }
type InFlight = { message: OutgoingMessage; items: Item[] }

/** What Socket.IO puts around the events of one message. */
const ENVELOPE_BYTES = 128

/**
 * Everything a feed has to say and the server has not acknowledged, in order. Pure bookkeeping, no socket.
 *
 * `next` batches without a timer: with nothing in flight the queue leaves at once; otherwise it gathers until a message
 * is full or a heartbeat closes it.
 */
export const createOutbox = () => {
  let queue: Item[] = []
  let head = 0
  let inFlight: InFlight[] = []
  let inFlightEvents = 0
  let queuedEvents = 0

  const waiting = () => queue.length - head

  const shift = (): Item => {
    const item = queue[head++] as Item
    if (item.kind === 'event') queuedEvents -= 1
    if (head > 4096 && head * 2 > queue.length) {
      queue = queue.slice(head)
      head = 0
    }
    return item
  }

  /** How many items the next message would take, and whether waiting could make it larger. */
  const measure = (window: Window): { count: number; full: boolean } => {
    let bytes = ENVELOPE_BYTES
    let count = 0
    for (let i = head; i < queue.length; i++) {
      const item = queue[i] as Item
      if (item.kind === 'heartbeat') return { count: Math.max(count, 1), full: true }
      if (count === window.maxEvents || (count > 0 && bytes + item.bytes > window.maxBytes))
        return { count, full: true }
      bytes += item.bytes
      count += 1
    }
    return { count, full: count === window.maxEvents }
  }

  return {
    add(event: OutgoingEvent) {
      queue.push({ kind: 'event', event, bytes: Buffer.byteLength(JSON.stringify(event)) + 1 })
      queuedEvents += 1
    },

    /** A heartbeat says "all before me is sent", so of two in a row only the later counts. */
    addHeartbeat(at: number) {
      const last = queue.at(-1)
      if (waiting() > 0 && last?.kind === 'heartbeat') last.at = at
      else queue.push({ kind: 'heartbeat', at })
    },

    /** Takes the next message out and counts it as in flight, or says that now is not the time to send. */
    next(window: Window): OutgoingMessage | undefined {
      if (waiting() === 0 || inFlight.length >= window.maxInFlight) return undefined
      const { count, full } = measure(window)
      if (inFlight.length > 0 && !full) return undefined
      const items = Array.from({ length: count }, shift)
      const first = items[0] as Item
      const message: OutgoingMessage =
        first.kind === 'heartbeat'
          ? { kind: 'heartbeat', at: first.at }
          : { kind: 'events', events: items.flatMap((item) => (item.kind === 'event' ? [item.event] : [])) }
      if (message.kind === 'events') inFlightEvents += message.events.length
      inFlight.push({ message, items })
      return message
    },

    acknowledged(message: OutgoingMessage) {
      const index = inFlight.findIndex((sent) => sent.message === message)
      if (index === -1) return
      inFlight.splice(index, 1)
      if (message.kind === 'events') inFlightEvents -= message.events.length
    },

    /** After a cut: all unacknowledged events lead the queue again, in order. Heartbeats of the past are forgotten. */
    rewind() {
      const events = [...inFlight.flatMap((sent) => sent.items), ...queue.slice(head)].filter(
        (item) => item.kind === 'event',
      )
      queue = events
      head = 0
      queuedEvents = events.length
      inFlight = []
      inFlightEvents = 0
    },

    /** Gives up what was never sent; returns how many events that were. */
    dropUnsent(): number {
      const dropped = queuedEvents
      queue = []
      head = 0
      queuedEvents = 0
      return dropped
    },

    /** Takes out the event at the head if it alone is larger than a message may be: it can never be sent. */
    takeOversize(window: Window): OutgoingEvent | undefined {
      const item = queue[head]
      if (item?.kind !== 'event' || item.bytes + ENVELOPE_BYTES <= window.maxBytes) return undefined
      shift()
      return item.event
    },

    /** Events not yet acknowledged, sent or not. */
    size: () => queuedEvents + inFlightEvents,
    isEmpty: () => waiting() === 0 && inFlight.length === 0,
  }
}
export type Outbox = ReturnType<typeof createOutbox>
