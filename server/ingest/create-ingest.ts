import { createServer, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import { Server } from 'socket.io'
import type { Clock } from '../clock.ts'
import type { Appended, EventLog, NewEntry } from '../domain/event-log.ts'
import { CodedError } from '../errors.ts'
import {
  FEED_MAX_FRAME_BYTES,
  FEED_PATH,
  type FeedCut,
  type FeedToServer,
  type ServerToFeed,
} from '../protocol/feed.ts'
import { type Connection, createConnection } from './connection.ts'
import { createFeedLines, type Floors } from './feed-lines.ts'
import type { FeedStore, FeedToken } from './feed-store.ts'
import { DEFAULT_LIMITS, type IngestLimits } from './limits.ts'
import type { Seal } from './seal.ts'
import { type Counters, createTakeEvents } from './take-events.ts'

export type IngestParts = {
  log: EventLog
  floors: Floors
  store: FeedStore
  seal: Seal
  clock: Clock
  logger: Logger
  limits?: Partial<IngestLimits>
}

export type IngestStats = Counters & {
  connections: number
  cuts: Partial<Record<FeedCut['code'], number>>
  feeds: { feedId: string; queued: number; isUp: boolean; origins: string[] }[]
}

export type Ingest = {
  /** Takes an upgrade of `/feed` from the HTTP server; the caller destroys every other one. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /**
   * Opens the feed's log and floor without a feed connected, such as at start. Rejects while the database is away and
   * after another server has taken the feed over.
   */
  open(feedId: string): Promise<void>
  /**
   * Entries of the server and of people, through the feed's own queue: resolves once committed and folded. Entries of
   * the server wait for a database that is away; others reject with `unavailable`. Never await it inside `floors.open`.
   */
  append(feedId: string, entries: readonly NewEntry[]): Promise<Appended>
  /** Runs a change of a floor after what was given before is committed and folded. */
  inTurn(feedId: string, change: () => void): Promise<void>
  stats(): IngestStats
  close(): Promise<void>
}

/** Over the limit a frame is still read, so that the sender is told why; far beyond it the socket is closed at once. */
const READ_FRAME_BYTES = 3 * FEED_MAX_FRAME_BYTES
const INSPECT_MS = 1_000

const placeOf = ({ feedId, origin }: FeedToken) => `${origin} ${feedId}`

/** What a refused handshake is told, as `connect_error` with `data`. */
const refusal = (code: FeedCut['code'], message: string) =>
  Object.assign(new Error(message), { data: { code, message } })

/** The `/feed` socket server: it lets feeds in, puts what they say into the log, and hands it to their floors. */
export const createIngest = (parts: IngestParts): Ingest => {
  const { log, floors, store, seal, clock, logger } = parts
  const limits = { ...DEFAULT_LIMITS, ...parts.limits }
  const counters: Counters = { stored: 0, duplicates: 0, dead: 0, foreign: 0 }
  const cuts: IngestStats['cuts'] = {}
  const connections = new Set<Connection>()
  /** Who speaks for a feed and origin now. */
  const speakers = new Map<string, Connection>()
  let isClosing = false

  const lines = createFeedLines({
    log,
    floors,
    clock,
    logger,
    limits,
    onFenced(feedId) {
      for (const connection of speakers.values()) {
        if (connection.token.feedId === feedId)
          connection.cut('unavailable', 'Another server has taken this feed over.')
      }
    },
  })

  const takeEvents = createTakeEvents({ store, seal, clock, logger, limits, counters })

  // Never listens: it only carries the upgrades that are handed over, so no other part can take or end them.
  const hub = createServer()
  const io = new Server<FeedToServer, ServerToFeed>(hub, {
    path: FEED_PATH,
    transports: ['websocket'],
    serveClient: false,
    allowUpgrades: false,
    destroyUpgrade: false,
    httpCompression: false,
    perMessageDeflate: false,
    maxHttpBufferSize: READ_FRAME_BYTES,
    connectTimeout: 10_000,
    pingInterval: 10_000,
    pingTimeout: 10_000,
    // Feeds are programs; a browser always names its page.
    allowRequest: (request, decide) => decide(null, request.headers.origin === undefined && !isClosing),
  })

  io.use(async (socket, next) => {
    try {
      const clear: unknown = socket.handshake.auth.token
      const token = typeof clear === 'string' ? await store.find(clear) : undefined
      if (!token) return next(refusal('unauthenticated', 'This token is unknown or revoked.'))
      socket.data = token
      next()
    } catch (error) {
      logger.error({ err: error }, 'a token could not be looked up')
      next(refusal('unavailable', 'The server cannot look tokens up right now.'))
    }
  })

  io.on('connection', (socket) => {
    const token = socket.data as FeedToken
    const connection: Connection = createConnection({
      socket,
      token,
      store,
      clock,
      logger,
      limits,
      takeEvents,
      takeLine: lines.take,
      takeOver(newcomer) {
        const before = speakers.get(placeOf(token))
        speakers.set(placeOf(token), newcomer)
        before?.leave()
        before?.cut('superseded', 'A newer connection speaks for this feed now.')
      },
      onCut(code) {
        cuts[code] = (cuts[code] ?? 0) + 1
      },
    })
    connections.add(connection)
    socket.once('disconnect', (reason) => {
      connections.delete(connection)
      if (speakers.get(placeOf(token)) === connection) speakers.delete(placeOf(token))
      connection.leave()
      logger.info({ feedId: token.feedId, origin: token.origin, reason }, 'a feed disconnected')
    })
  })

  const recheck = async (connection: Connection) => {
    try {
      if (!(await store.find(connection.clear))) connection.cut('unauthenticated', 'This token was revoked.')
    } catch {
      // The database is away: the next look decides.
    }
  }
  const stopInspecting = clock.every(INSPECT_MS, () => {
    for (const connection of connections) connection.inspect()
  })
  const stopRechecking = clock.every(limits.recheckSec * 1000, () => {
    for (const connection of connections) void recheck(connection)
  })

  const openHeld = async (feedId: string) => {
    if (lines.isLost(feedId)) throw new CodedError('fenced', `Another server has taken feed ${feedId} over.`)
    if (isClosing) throw new CodedError('unavailable', 'The server is stopping.')
    return lines.open(feedId)
  }

  return {
    handleUpgrade(request, socket, head) {
      hub.emit('upgrade', request, socket, head)
    },
    async open(feedId) {
      await openHeld(feedId)
    },
    async append(feedId, entries) {
      const line = await openHeld(feedId)
      const { positions } = await line.append(
        entries,
        entries.every(({ source }) => source === 'server'),
      )
      return { positions }
    },
    async inTurn(feedId, change) {
      const line = lines.all().find((one) => one.feedId === feedId)?.line
      // A feed that another server has taken over has nothing on the way here.
      if (!line) return change()
      await line.run(change, true).catch(change)
    },
    stats: () => ({
      ...counters,
      connections: connections.size,
      cuts: { ...cuts },
      feeds: lines.all().map(({ feedId, line }) => ({
        feedId,
        queued: line.queued(),
        isUp: line.isUp(),
        origins: [...speakers.values()].filter(({ token }) => token.feedId === feedId).map(({ token }) => token.origin),
      })),
    }),
    async close() {
      isClosing = true
      stopInspecting()
      stopRechecking()
      for (const connection of connections) connection.cut('unavailable', 'The server is stopping.')
      await lines.close()
      await io.close()
    },
  }
}
