import type { Entry, ForeignEntry } from './entry.ts'
import type { Event, ForeignEvent } from './event.ts'
import type { EntrySource, FeedOrigin } from './words.ts'

/** An entry on its way in: no position yet. Numbers are sealed and texts masked already. */
export type NewEntry = {
  source: EntrySource
  origin: FeedOrigin
  epoch: string
  event: Event | ForeignEvent
  receivedAt: number
}

export type Appended = {
  /** One per entry given: its new position, or null when (epoch, eventId) was there already. */
  positions: (number | null)[]
}

export type StoredEntry = Entry | ForeignEntry

/**
 * The log of one installation, one append order per feed.
 *
 * `append` is atomic and durable when it resolves. It throws `CodedError('fenced')` when `term` is no longer the feed's
 * term: another owner took over, and this one must stop. Two appends of one feed are never run at once by the caller.
 */
export type EventLog = {
  /** Takes the feed over: raises its term and returns it with the last position. */
  claim(feedId: string): Promise<{ term: number; position: number }>
  append(feedId: string, term: number, entries: readonly NewEntry[]): Promise<Appended>
  /** Entries with position > after, in position order, at most `limit`. */
  read(feedId: string, after: number, limit: number): Promise<StoredEntry[]>
  /** All entries of one call, in position order. */
  readCall(feedId: string, callId: string): Promise<StoredEntry[]>
}
