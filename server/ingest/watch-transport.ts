import type { Socket } from 'socket.io'
import { FEED_MAX_FRAME_BYTES, type FeedCut } from '../protocol/feed.ts'
import type { IngestLimits } from './limits.ts'

/** What Socket.IO adds to a message. */
const ENVELOPE_BYTES = 1_000

type Cut = (code: FeedCut['code'], message: string) => void

/** Counts what goes over one connection, below its messages; `inspect` is to be called once a second. */
export const watchTransport = (transport: Socket['conn'], limits: IngestLimits, cut: Cut): { inspect(): void } => {
  let packets = 0
  let unreadBytes = 0

  transport.on('packet', ({ type, data }: { type: string; data?: unknown }) => {
    packets += 1
    if (type !== 'message') return
    if (typeof data !== 'string') return cut('bad_request', 'Only text is spoken on /feed.')
    const bytes = Buffer.byteLength(data)
    if (bytes > FEED_MAX_FRAME_BYTES) {
      cut('too_large', `A frame of ${bytes} bytes; at most ${FEED_MAX_FRAME_BYTES} are taken.`)
    } else if (bytes > limits.window.maxBytes + ENVELOPE_BYTES) {
      cut('window_exceeded', `A message of ${bytes} bytes; the window allows ${limits.window.maxBytes}.`)
    }
  })
  // What was created since the socket last took everything is what the other side has not read.
  transport.on('packetCreate', ({ data }: { data?: unknown }) => {
    unreadBytes += typeof data === 'string' ? data.length : 0
  })
  transport.on('drain', () => {
    unreadBytes = 0
  })

  return {
    inspect() {
      if (packets > limits.maxPacketsPerSecond) {
        cut('rate_limited', `More than ${limits.maxPacketsPerSecond} packets in a second.`)
      }
      packets = 0
      const unread = unreadBytes + transport.request.socket.writableLength
      if (unread > limits.maxUnreadBytes) cut('slow_reader', `${unread} bytes of answers are not read.`)
    },
  }
}
