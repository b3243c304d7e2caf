import type { AuditNote } from './audit-note.ts'
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
  /** Written to the audit in the same statement, and only if the entry is new: what people do is in both or in neither. */
  audit?: AuditNote
}

export type Appended = {
  /** One per entry given: its new position, or null when (scope, epoch, eventId) was there already. */
  positions: (number | null)[]
}

export type StoredEntry = Entry | ForeignEntry

/** Who an event id is unique under: a companion can never take an id away from the feed's owner. */
export const scopeOf = (entry: Pick<NewEntry, 'source' | 'origin'>): string =>
  entry.source === 'feed' ? entry.origin : entry.source

/** What an entry becomes once it has a position. */
export const storeEntry = (feedId: string, position: number, entry: NewEntry): StoredEntry => ({
  feedId,
  position,
  source: entry.source,
  origin: entry.origin,
  epoch: entry.epoch,
  at: Date.parse(entry.event.occurredAt),
  receivedAt: entry.receivedAt,
  event: entry.event,
})

/**
 * The log of one installation, one append order per feed.
 *
 * `append` is atomic and durable when it resolves. It throws `CodedError('fenced')` when `term` is no longer the feed's
 * term: another owner took over, and this one must stop. Two appends of one feed are never run at once by the caller.
 */
export type EventLog = {
  /**
   * Takes the feed over for `owner` (minted by whoever appends) and returns the new term and the log's last position. An
   * append still on its way under an older term has then either happened or never will. Throws
   * `CodedError('not_found')` for a feed nobody added.
   */
  claim(feedId: string, owner: string): Promise<{ term: number; position: number }>
  /** The same while the feed is still `owner`'s, such as after a lost connection; else throws `CodedError('fenced')`. */
  renew(feedId: string, owner: string): Promise<{ term: number; position: number }>
  append(feedId: string, term: number, entries: readonly NewEntry[]): Promise<Appended>
  /** Entries with position > after, in position order, at most `limit`. */
  read(feedId: string, after: number, limit: number): Promise<StoredEntry[]>
  /** All entries that name one call, and those its `call.joined` entries name, in position order. */
  readCall(feedId: string, callId: string): Promise<StoredEntry[]>
}
