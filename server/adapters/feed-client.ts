import { io, type Socket } from 'socket.io-client'
import type { Clock } from '#server/clock.ts'
import { CodedError, ERROR_CODES, type ErrorCode } from '#server/errors.ts'
import {
  type DeadLetterNote,
  type EventsAnswer,
  FEED_PATH,
  type FeedCut,
  type FeedToServer,
  type HeartbeatAnswer,
  type Hello,
  type HelloAnswer,
  type ServerToFeed,
  type Window,
} from '#server/protocol/feed.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { createOutbox, type OutgoingEvent, type OutgoingMessage } from './feed-outbox.ts'

export type FeedHello = Omit<Hello, 'v' | 'resumed'>
export type FeedState = 'connecting' | 'live' | 'waiting' | 'closed'
export type Welcome = {
  window: Window
  /** Server clock, epoch ms. */
  serverTime: number
  /** The caller owes a snapshot: nothing is judged before its end. */
  snapshotDue: boolean
  /** What the hello said. */
  resumed: boolean
}
export type DeadLetter = DeadLetterNote & { event: OutgoingEvent }

export type FeedClientOptions = {
  /** `http(s)://host:port` of the server. */
  url: string
  token: string
  hello: FeedHello
  clock: Clock
  /** A connection ended for a reason. `final`: the client gives up, because trying again cannot help. */
  onCut?: (cut: { code: string; message: string; final: boolean }) => void
  onState?: (state: FeedState) => void
  /** After each accepted hello, before queued events leave. */
  onHello?: (welcome: Welcome) => void
  /** The server (or the window) refused single events; their neighbours are stored. */
  onDead?: (dead: DeadLetter[]) => void
  /** The buffer was full and `events` events were given up: a snapshot will be due. */
  onDropped?: (events: number) => void
  /** Events kept at most while nothing can be sent; beyond it all unsent ones are dropped. Default 200,000. */
  maxBuffered?: number
  /** `send` resolves while fewer than this many are unacknowledged. Default 5,000. */
  highWater?: number
}

export type FeedClient = {
  /** Queues events for sending, in order. Resolves when there is room for more: await it to be held back. */
  send(events: readonly OutgoingEvent[]): Promise<void>
  /** Says, behind all events queued so far, that everything before `atMs` (producer epoch ms) is sent. */
  heartbeat(atMs: number): Promise<void>
  /** Resolves when everything queued so far and since is acknowledged. */
  drained(): Promise<void>
  /** Waits up to `drainMs` (default 5,000) for acknowledgements, then disconnects. */
  close(drainMs?: number): Promise<void>
  /** Resolves when the client is finished: undefined after `close`, the reason when it gave up. */
  readonly ended: Promise<CodedError | undefined>
  counts(): { stored: number; duplicates: number; dead: number; unacknowledged: number }
}

/** Trying again with the same token, program and bytes cannot help against these. */
const FINAL_CODES = new Set(['unauthenticated', 'forbidden', 'bad_request', 'too_large', 'superseded', 'config'])
const HELLO_TIMEOUT_MS = 10_000
const RETRY_MIN_MS = 250
const RETRY_MAX_MS = 5_000

const originOf = (url: string): string => {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new CodedError('config', `"${url}" is not a server address; give one such as http://127.0.0.1:3000`)
  return new URL(url).origin
}

const toCode = (code: string): ErrorCode =>
  (ERROR_CODES as readonly string[]).includes(code) ? (code as ErrorCode) : 'unavailable'

/**
 * Speaks `/feed`: hello, batches within the window, heartbeats, and after every cut the same events again in the same
 * order until they are acknowledged. Throws `CodedError('config')` for a url that is none; later faults go to `onCut`.
 */
export const connectFeed = (options: FeedClientOptions): FeedClient => {
  const { token, hello, clock } = options
  const maxBuffered = options.maxBuffered ?? 200_000
  const highWater = options.highWater ?? 5_000
  const outbox = createOutbox()
  const counts = { stored: 0, duplicates: 0, dead: 0 }
  let window: Window | undefined
  let state: FeedState | undefined
  let greeted = false
  let dropped = false
  let retryMs = RETRY_MIN_MS
  let cancelTimer = () => {}
  let waiters: { done: () => boolean; resolve: () => void; reject: (error: CodedError) => void }[] = []
  let finish: (reason?: CodedError) => void = () => {}
  const ended = new Promise<CodedError | undefined>((resolve) => {
    finish = resolve
  })
  let failure: CodedError | undefined

  const socket: Socket<ServerToFeed, FeedToServer> = io(originOf(options.url), {
    path: FEED_PATH,
    transports: ['websocket'],
    auth: { token },
    reconnection: false,
    autoConnect: false,
    forceNew: true,
  })

  const enter = (next: FeedState) => {
    if (state === next || state === 'closed') return
    state = next
    options.onState?.(next)
  }

  const wake = () => {
    const ready = waiters.filter((waiter) => waiter.done())
    waiters = waiters.filter((waiter) => !ready.includes(waiter))
    for (const waiter of ready) waiter.resolve()
  }

  const until = (done: () => boolean): Promise<void> => {
    if (failure) return Promise.reject(failure)
    if (done()) return Promise.resolve()
    return new Promise((resolve, reject) => waiters.push({ done, resolve, reject }))
  }

  const end = (reason?: CodedError) => {
    if (state === 'closed') return
    cancelTimer()
    failure = reason ?? new CodedError('unavailable', 'the feed connection is closed')
    enter('closed')
    window = undefined
    socket.disconnect()
    for (const waiter of waiters) waiter.reject(failure)
    waiters = []
    finish(reason)
  }

  const connect = () => {
    enter('connecting')
    socket.connect()
  }

  /** The one way a connection ends unless we close it: tell why, keep the unacknowledged, try again later or never. */
  const lose = (code: string, message: string) => {
    if (state === 'closed' || state === 'waiting') return
    const final = FINAL_CODES.has(code)
    window = undefined
    cancelTimer()
    outbox.rewind()
    options.onCut?.({ code, message, final })
    if (final) return end(new CodedError(toCode(code), message))
    enter('waiting')
    socket.disconnect()
    cancelTimer = clock.after(retryMs, connect)
    retryMs = Math.min(retryMs * 2, RETRY_MAX_MS)
  }

  const noteEvents = (events: OutgoingEvent[], answer: Extract<EventsAnswer, { ok: true }>) => {
    counts.stored += answer.stored
    counts.duplicates += answer.duplicates
    counts.dead += answer.dead.length
    const dead = answer.dead.flatMap((note) =>
      events[note.index] ? [{ ...note, event: events[note.index] as OutgoingEvent }] : [],
    )
    if (dead.length > 0) options.onDead?.(dead)
  }

  const take = (message: OutgoingMessage, connection: string | undefined, answer: EventsAnswer | HeartbeatAnswer) => {
    if (connection !== socket.id || window === undefined) return
    if (!answer.ok) return lose(answer.code, answer.message)
    if (message.kind === 'events') noteEvents(message.events, answer as Extract<EventsAnswer, { ok: true }>)
    outbox.acknowledged(message)
    retryMs = RETRY_MIN_MS
    pump()
    wake()
  }

  const pump = () => {
    while (window) {
      for (let event = outbox.takeOversize(window); event; event = outbox.takeOversize(window)) {
        counts.dead += 1
        options.onDead?.([
          { index: 0, path: '(event)', reason: `larger than one message may be (${window.maxBytes} bytes)`, event },
        ])
      }
      const message = outbox.next(window)
      if (!message) return
      const connection = socket.id
      if (message.kind === 'events')
        socket.emit('feed:events', { events: message.events }, (answer) => take(message, connection, answer))
      else
        socket.emit('feed:heartbeat', { at: new Date(message.at).toISOString() }, (answer) =>
          take(message, connection, answer),
        )
    }
  }

  const welcome = (resumed: boolean, answer: HelloAnswer) => {
    cancelTimer()
    if (!answer.ok) return lose(answer.code, answer.message)
    greeted = true
    if (!resumed) dropped = false
    window = answer.window
    enter('live')
    const { serverTime, snapshotDue } = answer
    options.onHello?.({ window: answer.window, serverTime, snapshotDue, resumed })
    pump()
    wake()
  }

  socket.on('connect', () => {
    const connection = socket.id
    const resumed = greeted && !dropped
    cancelTimer = clock.after(HELLO_TIMEOUT_MS, () => lose('unavailable', 'the server does not answer the hello'))
    socket.emit('feed:hello', { v: PROTOCOL_VERSION, ...hello, resumed }, (answer) => {
      if (connection === socket.id) welcome(resumed, answer)
    })
  })
  socket.on('feed:cut', (cut: FeedCut) => lose(cut.code, cut.message))
  socket.on('disconnect', (reason) => lose('unavailable', `the connection was lost (${reason})`))
  socket.on('connect_error', (error: Error & { data?: Partial<FeedCut> }) => {
    const { code, message } = error.data ?? {}
    lose(code ?? 'unavailable', message ?? `cannot reach ${originOf(options.url)} (${error.message})`)
  })
  connect()

  const bound = () => {
    if (outbox.size() <= maxBuffered) return
    const events = outbox.dropUnsent()
    dropped = true
    options.onDropped?.(events)
    if (window) lose('unavailable', `more than ${maxBuffered} events were waiting; they were dropped`)
  }

  return {
    async send(events) {
      if (failure) throw failure
      for (const event of events) outbox.add(event)
      pump()
      bound()
      await until(() => outbox.size() < highWater)
    },
    async heartbeat(atMs) {
      if (failure) throw failure
      outbox.addHeartbeat(atMs)
      pump()
      await until(() => outbox.size() < highWater)
    },
    drained: () => until(() => outbox.isEmpty()),
    async close(drainMs = 5_000) {
      if (state === 'closed') return
      let cancel = () => {}
      const late = new Promise<void>((resolve) => {
        cancel = clock.after(drainMs, resolve)
      })
      await Promise.race([late, until(() => outbox.isEmpty()).catch(() => undefined)])
      cancel()
      end()
    },
    ended,
    counts: () => ({ ...counts, unacknowledged: outbox.size() }),
  }
}
