import type { Logger } from 'pino'
import type { Socket } from 'socket.io'
import type { Clock } from '../clock.ts'
import { CodedError, outward } from '../errors.ts'
import {
  type EventsAnswer,
  eventsSchema,
  type FeedCut,
  type FeedToServer,
  type HeartbeatAnswer,
  type HelloAnswer,
  heartbeatSchema,
  helloSchema,
  type Refused,
  type ServerToFeed,
} from '../protocol/feed.ts'
import { PROTOCOL_VERSION } from '../protocol/version.ts'
import type { FeedLine } from './feed-line.ts'
import type { FeedStore, FeedToken } from './feed-store.ts'
import type { IngestLimits } from './limits.ts'
import type { Greeted, TakeEvents } from './take-events.ts'
import { watchTransport } from './watch-transport.ts'

export type FeedSocket = Socket<FeedToServer, ServerToFeed>

export type ConnectionParts = {
  socket: FeedSocket
  token: FeedToken
  store: FeedStore
  clock: Clock
  logger: Logger
  limits: IngestLimits
  takeEvents: TakeEvents
  takeLine: (feedId: string) => Promise<FeedLine>
  /** This connection now speaks for its feed and origin; whoever did before is cut. */
  takeOver: (connection: Connection) => void
  onCut: (code: FeedCut['code']) => void
}

/** One authenticated socket on `/feed`. */
export type Connection = {
  readonly token: FeedToken
  readonly clear: string
  cut(code: FeedCut['code'], message: string): void
  /** Tells the floor that this origin speaks no more, once. */
  leave(): void
  /** Once a second: cuts a flood and a client that does not read. */
  inspect(): void
}

/** How long a cut client may take to read why, before its socket is destroyed. */
const PARTING_MS = 1_000

const refused = (error: unknown): Refused => {
  const { code, message } = outward(error)
  return { ok: false, code: code === 'internal' ? 'unavailable' : code, message }
}

const fault = (error: { issues: { path: PropertyKey[]; message: string }[] }) => {
  const issue = error.issues[0]
  return `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'not understood'}`
}

export const createConnection = (parts: ConnectionParts): Connection => {
  const { socket, token, store, clock, logger, limits } = parts
  const transport = socket.conn
  let greeted: Greeted | undefined
  let isGreeting = false
  let isCut = false
  let hasLeft = false
  let inFlight = 0

  const cut: Connection['cut'] = (code, message) => {
    if (isCut) return
    isCut = true
    parts.onCut(code)
    logger.warn({ feedId: token.feedId, origin: token.origin, code }, message)
    socket.emit('feed:cut', { code, message })
    socket.disconnect(true)
    clock.after(PARTING_MS, () => transport.request.socket.destroy())
  }

  const greet = async (body: unknown): Promise<HelloAnswer> => {
    const parsed = helloSchema.safeParse(body)
    if (!parsed.success) throw new CodedError('bad_request', `hello: ${fault(parsed.error)}`)
    const hello = parsed.data
    if (hello.v !== PROTOCOL_VERSION) {
      throw new CodedError('bad_request', `This server speaks version ${PROTOCOL_VERSION} of /feed, not ${hello.v}.`)
    }
    if (hello.feedId !== token.feedId) throw new CodedError('forbidden', `This token is for feed ${token.feedId}.`)
    await store.greet(token, hello.demo)
    const line = await parts.takeLine(token.feedId)
    if (isCut || !socket.connected) throw new CodedError('unavailable', 'The connection is gone.')
    parts.takeOver(connection)
    greeted = { hello, line }
    const name = token.origin === 'owner' ? token.feedName : token.name
    void line
      .run(() => line.floor.connected(token.origin, { ...hello, demo: hello.demo ?? false, name }), true)
      .catch(() => {})
    logger.info(
      { feedId: token.feedId, origin: token.origin, epoch: hello.epoch, resumed: hello.resumed },
      'a feed said hello',
    )
    return {
      ok: true,
      v: PROTOCOL_VERSION,
      window: limits.window,
      serverTime: clock.now(),
      snapshotDue: token.origin === 'owner' && !hello.resumed,
    }
  }

  /** Counts one message of the window in, and out again once it is answered. */
  const within = async <A>(answer: (a: A | Refused) => void, work: (g: Greeted) => Promise<A>) => {
    if (isCut) return
    if (typeof answer !== 'function') return cut('bad_request', 'A message came without asking for its answer.')
    if (!greeted) return cut('bad_request', 'The first message must be feed:hello.')
    inFlight += 1
    if (inFlight > limits.window.maxInFlight) {
      return cut('window_exceeded', `More than ${limits.window.maxInFlight} messages without an answer.`)
    }
    try {
      answer(await work(greeted))
    } catch (error) {
      if (!(error instanceof CodedError))
        logger.error({ feedId: token.feedId, err: error }, 'a message of a feed failed')
      answer(refused(error))
    } finally {
      inFlight -= 1
    }
  }

  socket.on('feed:hello', async (body, answer) => {
    if (isCut) return
    if (typeof answer !== 'function' || greeted || isGreeting)
      return cut('bad_request', 'One hello opens a connection and asks for its answer.')
    isGreeting = true
    try {
      answer(await greet(body))
    } catch (error) {
      if (!(error instanceof CodedError)) logger.error({ feedId: token.feedId, err: error }, 'a hello failed')
      answer(refused(error))
    } finally {
      isGreeting = false
    }
  })

  socket.on('feed:events', (body, answer) =>
    within<EventsAnswer>(answer, async (g) => {
      const parsed = eventsSchema.safeParse(body)
      if (!parsed.success) throw new CodedError('bad_request', `events: ${fault(parsed.error)}`)
      if (parsed.data.events.length > limits.window.maxEvents) {
        cut('window_exceeded', `More than ${limits.window.maxEvents} events in one message.`)
        throw new CodedError('window_exceeded', 'Too many events in one message.')
      }
      return parts.takeEvents(token, g, parsed.data.events)
    }),
  )

  socket.on('feed:heartbeat', (body, answer) =>
    within<HeartbeatAnswer>(answer, async ({ line }) => {
      const parsed = heartbeatSchema.safeParse(body)
      if (!parsed.success) throw new CodedError('bad_request', `heartbeat: ${fault(parsed.error)}`)
      const at = Date.parse(parsed.data.at)
      await line.run(() => line.floor.heartbeat(token.origin, at), false)
      return { ok: true, serverTime: clock.now() }
    }),
  )

  socket.onAny((name: string) => {
    if (!['feed:hello', 'feed:events', 'feed:heartbeat'].includes(name))
      cut('bad_request', 'This message is not part of /feed.')
  })

  const watch = watchTransport(transport, limits, cut)

  const connection: Connection = {
    token,
    clear: String(socket.handshake.auth.token),
    cut,
    leave() {
      if (hasLeft || !greeted) return
      hasLeft = true
      const { line } = greeted
      void line.run(() => line.floor.disconnected(token.origin), true).catch(() => {})
    },
    inspect: watch.inspect,
  }
  return connection
}
