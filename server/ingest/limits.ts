import type { Window } from '../protocol/feed.ts'

export type IngestLimits = {
  /** What a sender may have under way. */
  window: Window
  /** Entries in one statement. */
  maxBatch: number
  /** Entries of one feed waiting for the database; beyond it nothing more is taken. */
  maxQueued: number
  /** After this long without an answer of the database what waits is refused as `unavailable`. */
  patienceMs: number
  /** After this long a statement is given up and the log is read again. */
  deadlineMs: number
  /** Packets of one connection in a second. */
  maxPacketsPerSecond: number
  /** Bytes of answers a connection may leave unread. */
  maxUnreadBytes: number
  /** Dead letters of one feed kept in an hour; the rest is counted. */
  maxDeadPerHour: number
  /** Seconds between two looks at whether a live connection's token still holds. */
  recheckSec: number
}

export const DEFAULT_LIMITS: IngestLimits = {
  window: { maxInFlight: 32, maxEvents: 500, maxBytes: 512_000 },
  maxBatch: 1000,
  maxQueued: 50_000,
  patienceMs: 5_000,
  deadlineMs: 30_000,
  maxPacketsPerSecond: 20_000,
  maxUnreadBytes: 1_000_000,
  maxDeadPerHour: 1_000,
  recheckSec: 30,
}
