import type { Entry } from '#server/domain/entry.ts'
import type { Event, EventData, EventHead, EventType } from '#server/domain/event.ts'
import type { EntrySource, FeedOrigin } from '#server/domain/words.ts'

/** Monday morning in the tests' world; epoch ms. */
export const T0 = Date.UTC(2026, 10, 2, 1, 0, 0)

export type EntryOptions = Partial<EventHead> & {
  source?: EntrySource
  origin?: FeedOrigin
  position?: number
  epoch?: string
}

/** One log entry, `seconds` after T0. Ids follow from type and time unless given. */
export const entryAt = <T extends EventType>(
  seconds: number,
  type: T,
  data: EventData<T>,
  { source = 'feed', origin = 'owner', position = 0, epoch = 'e1', ...head }: EntryOptions = {},
): Entry => {
  const at = T0 + Math.round(seconds * 1000)
  const event = {
    eventId: `${type}@${seconds}`,
    occurredAt: new Date(at).toISOString(),
    ...head,
    type,
    data,
  } as unknown as Event
  return { feedId: 'f', position, source, origin, epoch, at, receivedAt: at, event }
}
