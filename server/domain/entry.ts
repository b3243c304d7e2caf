import type { Event, ForeignEvent } from './event.ts'
import type { EntrySource, FeedOrigin } from './words.ts'

/** One entry of a feed's log. */
export type Entry = {
  feedId: string
  /** Place in the feed's log: rises, with holes. Orders recovery, never the meaning of a call. */
  position: number
  source: EntrySource
  origin: FeedOrigin
  epoch: string
  /** `occurredAt` in epoch milliseconds. */
  at: number
  /** Server clock, epoch milliseconds; for people to look at, orders nothing. */
  receivedAt: number
  event: Event
}

/** An entry whose event this version does not know; it takes a position and nothing else. */
export type ForeignEntry = Omit<Entry, 'event'> & { event: ForeignEvent }

/** How a feed's events are ordered, declared once in its hello. */
export const FEED_ORDERS = ['seq', 'time'] as const
export type FeedOrder = (typeof FEED_ORDERS)[number]
