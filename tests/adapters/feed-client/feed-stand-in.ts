import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server, type Socket } from 'socket.io'
import {
  type DeadLetterNote,
  type EventsAnswer,
  eventsSchema,
  FEED_PATH,
  type FeedCut,
  type FeedToServer,
  type Hello,
  type HelloAnswer,
  heartbeatSchema,
  helloSchema,
  type ServerToFeed,
  type Window,
} from '#server/protocol/feed.ts'

export type Arrived = {
  eventId: string
  seq?: number
  type: string
  occurredAt: string
  callId?: string
  data: unknown
}
export type FeedSocket = Socket<FeedToServer, ServerToFeed>

export type StandInOptions = {
  window?: Partial<Window>
  /** Return an answer to refuse a hello. */
  refuse?: (hello: Hello) => Extract<HelloAnswer, { ok: false }> | undefined
  snapshotDue?: (hello: Hello) => boolean
  /** Names the events of a batch that cannot be stored. */
  judge?: (events: Arrived[]) => DeadLetterNote[]
  /** Called for each batch; answer it whenever you like. */
  onBatch?: (events: Arrived[], socket: FeedSocket, answer: () => void) => void
}

/** A `/feed` server of a few lines on a free port: it keeps what it acknowledged and notes how far it was pressed. */
export const startStandIn = async (options: StandInOptions = {}, port = 0) => {
  const window: Window = { maxInFlight: 4, maxEvents: 10, maxBytes: 100_000, ...options.window }
  const http = createServer()
  const io = new Server<FeedToServer, ServerToFeed>(http, { path: FEED_PATH, transports: ['websocket'] })
  /** By token: eventIds of different senders are different things. */
  const stored = new Map<string, Map<string, Arrived>>()
  const storeOf = (token: string) => {
    const mine = stored.get(token) ?? new Map<string, Arrived>()
    stored.set(token, mine)
    return mine
  }
  const hellos: Hello[] = []
  const tokens: string[] = []
  const heartbeats: { at: string; storedBefore: number }[] = []
  const batches: Arrived[][] = []
  let unanswered = 0
  let mostUnanswered = 0

  io.on('connection', (socket) => {
    const token = String(socket.handshake.auth.token)
    tokens.push(token)
    let mine = 0
    const count = (by: number) => {
      mine += by
      unanswered += by
      mostUnanswered = Math.max(mostUnanswered, unanswered)
    }
    socket.on('disconnect', () => count(-mine))
    socket.on('feed:hello', (body, answer) => {
      const hello = helloSchema.parse(body)
      hellos.push(hello)
      const refusal = options.refuse?.(hello)
      if (refusal) return answer(refusal)
      answer({
        ok: true,
        v: hello.v,
        window,
        serverTime: 0,
        snapshotDue: options.snapshotDue?.(hello) ?? !hello.resumed,
      })
    })
    socket.on('feed:events', (body, answer: (a: EventsAnswer) => void) => {
      const events = eventsSchema.parse(body).events as Arrived[]
      batches.push(events)
      count(1)
      const settle = () => {
        if (!socket.connected) return
        count(-1)
        const dead = options.judge?.(events) ?? []
        const refused = new Set(dead.map((note) => note.index))
        const good = events.filter((_, index) => !refused.has(index))
        const mine = storeOf(token)
        const fresh = good.filter((event) => !mine.has(event.eventId))
        for (const event of fresh) mine.set(event.eventId, event)
        answer({ ok: true, stored: fresh.length, duplicates: good.length - fresh.length, dead })
      }
      if (options.onBatch) options.onBatch(events, socket, settle)
      else settle()
    })
    socket.on('feed:heartbeat', (body, answer) => {
      heartbeats.push({ at: heartbeatSchema.parse(body).at, storedBefore: storeOf(token).size })
      answer({ ok: true, serverTime: 0 })
    })
  })

  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    hellos,
    tokens,
    heartbeats,
    batches,
    /** In order of arrival, each once. */
    events: (token = 'secret') => [...storeOf(token).values()],
    storedIds: (token = 'secret') => [...storeOf(token).keys()],
    mostUnanswered: () => mostUnanswered,
    cut(cut: FeedCut) {
      for (const socket of io.sockets.sockets.values()) {
        socket.emit('feed:cut', cut)
        socket.disconnect(true)
      }
    },
    dropConnections: () => io.disconnectSockets(true),
    close: () => new Promise<void>((resolve) => io.close(() => resolve())),
  }
}
export type StandIn = Awaited<ReturnType<typeof startStandIn>>
