import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { io, type Socket } from 'socket.io-client'
import { type Clock, systemClock } from '#server/clock.ts'
import type { EventLog, StoredEntry } from '#server/domain/event-log.ts'
import { createIngest, type Ingest } from '#server/ingest/create-ingest.ts'
import type { FeedStore } from '#server/ingest/feed-store.ts'
import type { IngestLimits } from '#server/ingest/limits.ts'
import type { FloorIntake } from '#server/ingest/log-writer.ts'
import { createSeal } from '#server/ingest/seal.ts'
import type { EventsAnswer, FeedCut, HeartbeatAnswer, HelloAnswer } from '#server/protocol/feed.ts'
import { FEED_PATH } from '#server/protocol/feed.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'

/** A floor that only remembers what it was told, in order. */
export type NotingFloor = FloorIntake & { entries: StoredEntry[]; told: string[] }

export const createNotingFloor = (feedId: string): NotingFloor => {
  const entries: StoredEntry[] = []
  const told: string[] = []
  return {
    feedId,
    entries,
    told,
    position: () => entries.at(-1)?.position ?? 0,
    take(given) {
      for (const entry of given) {
        if (entry.position <= (entries.at(-1)?.position ?? 0)) continue
        entries.push(entry)
        told.push(entry.event.eventId)
      }
    },
    connected: (origin, { epoch }) => void told.push(`+${origin} ${epoch}`),
    disconnected: (origin) => void told.push(`-${origin}`),
    heartbeat: (origin, at) => void told.push(`♥${origin} ${at}`),
  }
}

export type Harness = {
  url: string
  ingest: Ingest
  floors: Map<string, NotingFloor>
  close(): Promise<void>
}

const secret = 'a secret for tests only'
export const testSeal = createSeal(secret, systemClock)

/** The ingest server on a free port, with floors that take notes. */
export const startIngest = async (
  log: EventLog,
  store: FeedStore,
  limits: Partial<IngestLimits> = {},
  clock: Clock = systemClock,
): Promise<Harness> => {
  const floors = new Map<string, NotingFloor>()
  const ingest = createIngest({
    log,
    store,
    seal: testSeal,
    clock,
    logger: pino({ level: 'silent' }),
    limits,
    floors: {
      async open(feedId) {
        const floor = floors.get(feedId) ?? createNotingFloor(feedId)
        floors.set(feedId, floor)
        return floor
      },
    },
  })
  const http = createServer()
  http.on('upgrade', (request, socket, head) => ingest.handleUpgrade(request, socket, head))
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    ingest,
    floors,
    async close() {
      await ingest.close()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

export type TestFeed = {
  socket: Socket
  hello(given?: object): Promise<HelloAnswer>
  send(events: unknown[]): Promise<EventsAnswer>
  /** Sends without waiting for an answer that may never come. */
  shout(name: string, body: unknown): void
  heartbeat(at: string): Promise<HeartbeatAnswer>
  /** Resolves with why the server cut this connection, or with its disconnect when no reason arrived. */
  cut: Promise<FeedCut | { code: 'disconnected'; message: string }>
  close(): void
}

/** A stranger's connection to `/feed`; rejects with the refusal when it is not let in. */
export const connectTestFeed = async (url: string, token: unknown, feedId = 'pbx'): Promise<TestFeed> => {
  const socket = io(url, {
    path: FEED_PATH,
    transports: ['websocket'],
    auth: { token },
    reconnection: false,
    forceNew: true,
  })
  const cut: TestFeed['cut'] = new Promise((resolve) => {
    socket.on('feed:cut', resolve)
    socket.on('disconnect', (message) => resolve({ code: 'disconnected', message }))
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', (error) => {
      socket.close()
      reject(Object.assign(error, (error as Error & { data?: object }).data))
    })
  })
  return {
    socket,
    cut,
    hello: (given = {}) =>
      socket.emitWithAck('feed:hello', {
        v: PROTOCOL_VERSION,
        feedId,
        epoch: 'boot-1',
        order: 'time',
        resumed: true,
        ...given,
      }),
    send: (events) => socket.emitWithAck('feed:events', { events }),
    shout: (name, body) => void socket.emit(name, body, () => {}),
    heartbeat: (at) => socket.emitWithAck('feed:heartbeat', { at }),
    close: () => void socket.close(),
  }
}

let serial = 0
/** A good event; `given` overrides any part of it. */
export const goodEvent = (given: object = {}) => {
  serial += 1
  return {
    eventId: `e${serial}`,
    occurredAt: new Date(Date.UTC(2026, 10, 22) + serial * 1000).toISOString(),
    callId: 'call-1',
    type: 'call.held',
    data: {},
    ...given,
  }
}
