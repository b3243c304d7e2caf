import { z } from 'zod'
import { FEED_ORDERS } from '../domain/entry.ts'
import { idSchema, instantSchema } from '../domain/ids.ts'

export const FEED_PATH = '/feed'
/** Bytes of one frame; Socket.IO cuts a longer one. */
export const FEED_MAX_FRAME_BYTES = 1_000_000

/**
 * The wire of `/feed` (Socket.IO, websocket only, `auth: { token }`).
 *
 * `feed:hello` opens, is acknowledged, and must be the first message. `feed:events` carries a batch and is acknowledged
 * after COMMIT. `feed:heartbeat` travels the same queue and is acknowledged once all before it is committed and folded.
 * A sender with more than the window in flight is cut with `window_exceeded`.
 */
export const helloSchema = z.strictObject({
  v: z.int(),
  feedId: idSchema,
  /** Namespace of the event ids: PBX boot, recording, simulator run. */
  epoch: idSchema,
  order: z.enum(FEED_ORDERS),
  /** True: nothing was missed since the last connection. False: a snapshot follows and calls not in it are lost. */
  resumed: z.boolean(),
  /** Shown on every page while this feed lives, so that nobody takes it for real. */
  demo: z.boolean().optional(),
  /** Which evidence of steps this feed can give at all; absent = finds out by seeing. */
  program: z.string().max(80).optional(),
})
export type Hello = z.infer<typeof helloSchema>

export type Window = {
  /** Unacknowledged messages. */
  maxInFlight: number
  /** Events in one message. */
  maxEvents: number
  /** Bytes of one message. */
  maxBytes: number
}

export const eventsSchema = z.strictObject({ events: z.array(z.unknown()).min(1).max(1000) })

export const heartbeatSchema = z.strictObject({
  /** Everything that happened before this producer time has been sent. */
  at: instantSchema,
})

/** Why a server cut a feed, sent as `feed:cut` before the disconnect. */
export const FEED_CUT_CODES = [
  'unauthenticated',
  'bad_request',
  'window_exceeded',
  'too_large',
  'rate_limited',
  'superseded',
  'slow_reader',
  'unavailable',
] as const
export type FeedCut = { code: (typeof FEED_CUT_CODES)[number]; message: string }

export type Refused = { ok: false; code: string; message: string }

export type HelloAnswer =
  | {
      ok: true
      v: number
      window: Window /** Server clock, epoch ms. */
      serverTime: number /** A snapshot is due before anything is judged. */
      snapshotDue: boolean
    }
  | Refused
export type DeadLetterNote = { index: number; path: string; reason: string }
export type EventsAnswer = { ok: true; stored: number; duplicates: number; dead: DeadLetterNote[] } | Refused
export type HeartbeatAnswer = { ok: true; serverTime: number } | Refused

export type FeedToServer = {
  'feed:hello': (body: unknown, answer: (a: HelloAnswer) => void) => void
  'feed:events': (body: unknown, answer: (a: EventsAnswer) => void) => void
  'feed:heartbeat': (body: unknown, answer: (a: HeartbeatAnswer) => void) => void
}
export type ServerToFeed = {
  'feed:cut': (cut: FeedCut) => void
}
