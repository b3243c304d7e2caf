import { createHash } from 'node:crypto'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { type Headers, type RecordedMessage, spontaneous } from './ami-recording.ts'
import { createAmiState } from './ami-state.ts'

const BANNER = 'Asterisk Call Manager/11.0.0\r\n'

export type AmiServerOptions = {
  recording: readonly RecordedMessage[]
  /** Recorded seconds per real second. */
  speed: number
  user?: string
  secret?: string
  /**
   * Byte counts of the spoken stream at which whoever listens is cut, in the middle of what is being said. A cut at which
   * nobody listens strikes at the first message somebody hears again.
   */
  cutsAt?: readonly number[]
  /** The PBX answers the challenge action; false: an old or closed one that refuses it. */
  challenge?: boolean
  /** What the session may read; Asterisk says nothing about the rest. */
  read?: readonly string[]
  /** This login, counted from 1, is accepted, and then the connection is half-open. */
  mutesLogin?: number
  /** Answers CoreShowChannels; false: refused for lack of a write class. */
  mayList?: boolean
}

export type AmiServer = {
  readonly port: number
  /** Recorded time (epoch ms) the play has reached. */
  now(): number
  /** Bytes said so far to a listener who heard everything. */
  said(): number
  logins(): number
  /** Times the list of channels was asked for and given. */
  lists(): number
  /** Whether anybody is logged in who hears what is said. */
  isHeard(): boolean
  /** Times a listener lost the connection, whatever way. */
  breaks(): number
  /** Recorded times (epoch ms) of what was said since the first login and reached nobody whole. */
  unheard(): readonly number[]
  /** Breaks all connections. */
  cut(): void
  /** Says and answers nothing any more on the connections there are; new ones work. */
  halfOpen(): void
  /** Closes the port and every connection, and opens the port again after `ms`. */
  restart(ms: number): Promise<void>
  /** Begins the play; resolves when all is said. */
  play(): Promise<void>
  close(): Promise<void>
}

type Session = { socket: Socket; isIn: boolean; isMute: boolean; challenge: string }

const toText = (headers: Headers) =>
  `${Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')}\r\n\r\n`

/** A manager port that plays a recording to whoever is logged in, and fails the way networks and machines fail. */
export const startAmiServer = async (options: AmiServerOptions): Promise<AmiServer> => {
  const { recording, speed, user = 'watch', secret = 'secret', challenge = true, mayList = true } = options
  const events = spontaneous(recording)
  const beginAt = events[0]?.at ?? 0
  const bootAt = beginAt - 2000
  const state = createAmiState(recording.filter((m) => m.at === undefined).map((m) => m.headers))
  const sessions = new Set<Session>()
  const cuts = [...(options.cutsAt ?? [])].sort((a, b) => a - b)
  let startedAt: number | undefined
  let said = 0
  let logins = 0
  let breaks = 0
  let lists = 0
  const unheard: number[] = []
  let isClosed = false

  let unsaidAt = Number.POSITIVE_INFINITY
  const clock = () => (startedAt === undefined ? beginAt - 1000 : beginAt + (Date.now() - startedAt) * speed)
  /** What is said late was not stamped late: its own clock is never ahead of what it has not said. */
  const now = () => Math.min(clock(), unsaidAt)

  const say = (session: Session, headers: Headers) => {
    if (!session.isMute) session.socket.write(toText(headers))
  }

  const answer = (session: Session, action: Headers, headers: Headers) =>
    say(session, { Response: 'Success', ...(action.ActionID ? { ActionID: action.ActionID } : {}), ...headers })

  const list = (session: Session, action: Headers, rows: Headers[]) => {
    answer(session, action, { EventList: 'start', Message: 'will follow' })
    for (const row of rows) say(session, { ...row, ActionID: action.ActionID ?? '' })
  }

  const logIn = (session: Session, action: Headers) => {
    const key = createHash('md5').update(`${session.challenge}${secret}`).digest('hex')
    const isRight = action.Username === user && (action.Key ? action.Key === key : action.Secret === secret)
    if (!isRight)
      return say(session, { Response: 'Error', ActionID: action.ActionID ?? '', Message: 'Authentication failed' })
    session.isIn = true
    logins += 1
    answer(session, action, { Message: 'Authentication accepted' })
    const Uptime = String(Math.max(0, Math.floor((now() - bootAt) / 1000)))
    say(session, { Event: 'FullyBooted', Privilege: 'system,all', Uptime, Status: 'Fully Booted' })
    session.isMute = logins === options.mutesLogin
  }

  const act = (session: Session, action: Headers) => {
    const at = now()
    if (action.Action === 'Challenge') {
      if (!challenge)
        return say(session, { Response: 'Error', ActionID: action.ActionID ?? '', Message: 'Must specify AuthType' })
      return answer(session, action, { Challenge: session.challenge })
    }
    if (action.Action === 'Login') return logIn(session, action)
    if (!session.isIn) return say(session, { Response: 'Error', Message: 'Permission denied' })
    if (action.Action === 'Ping') return answer(session, action, { Ping: 'Pong', Timestamp: (at / 1000).toFixed(6) })
    if (action.Action === 'QueueStatus') return list(session, action, state.queueStatus(at))
    if (action.Action === 'CoreShowChannels' && mayList) {
      lists += 1
      return list(session, action, state.coreShowChannels(at))
    }
    if (action.Action === 'CoreStatus' && mayList) {
      const [date = '', time = ''] = new Date(bootAt).toISOString().slice(0, 19).split('T')
      return answer(session, action, { CoreStartupDate: date, CoreStartupTime: time })
    }
    if (action.Action === 'Logoff') return session.socket.end()
    say(session, { Response: 'Error', ActionID: action.ActionID ?? '', Message: 'Permission denied' })
  }

  const welcome = (socket: Socket) => {
    const session: Session = { socket, isIn: false, isMute: false, challenge: String(100_000_000 + logins * 7919) }
    sessions.add(session)
    let rest = ''
    socket.setNoDelay(true)
    socket.setEncoding('utf8')
    socket.on('data', (text) => {
      const parts = `${rest}${text}`.split('\r\n\r\n')
      rest = parts.pop() ?? ''
      for (const part of parts)
        act(
          session,
          Object.fromEntries(
            part
              .split('\r\n')
              .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
          ),
        )
    })
    socket.on('error', () => {})
    socket.on('close', () => sessions.delete(session))
    socket.write(BANNER)
  }

  const listeners = () => [...sessions].filter(({ isIn, isMute }) => isIn && !isMute)

  const breakAll = () => {
    if (listeners().length > 0) breaks += 1
    for (const { socket } of sessions) socket.destroy()
    sessions.clear()
  }

  const isAllowed = (headers: Headers) =>
    !options.read || (headers.Privilege ?? '').split(',').some((name) => options.read?.includes(name))

  /** Says one message; a cut falls wherever its byte is. Half-open connections are not told that they are cut. */
  const speak = ({ headers, bytes, at }: RecordedMessage & { at: number }): void => {
    const hearing = listeners()
    const isDue = cuts[0] !== undefined && said + bytes.length > cuts[0]
    const cutAt = isDue && hearing.length > 0 ? cuts.shift() : undefined
    const heard = cutAt === undefined ? bytes : bytes.subarray(0, Math.max(0, cutAt - said))
    if (isAllowed(headers)) for (const { socket } of hearing) socket.write(heard)
    if (logins > 0 && (hearing.length === 0 || cutAt !== undefined)) unheard.push(at)
    said += bytes.length
    state.take(headers, at)
    if (cutAt === undefined) return
    breaks += 1
    for (const session of hearing) {
      session.socket.end(() => session.socket.destroy())
      sessions.delete(session)
    }
  }

  const listen = (at: number) =>
    new Promise<Server>((resolve) => {
      const fresh = createServer(welcome)
      fresh.listen(at, '127.0.0.1', () => resolve(fresh))
    })
  let server = await listen(0)
  const { port } = server.address() as AddressInfo
  const shut = () => new Promise<void>((resolve) => server.close(() => resolve()))

  return {
    port,
    now,
    said: () => said,
    logins: () => logins,
    lists: () => lists,
    isHeard: () => listeners().length > 0,
    breaks: () => breaks,
    unheard: () => unheard,
    cut: breakAll,
    halfOpen() {
      if (listeners().length > 0) breaks += 1
      for (const session of sessions) session.isMute = true
    },
    async restart(ms) {
      breakAll()
      await shut()
      await new Promise((resolve) => setTimeout(resolve, ms))
      if (!isClosed) server = await listen(port)
    },
    async play() {
      startedAt = Date.now()
      for (const event of events) {
        if (isClosed) return
        unsaidAt = event.at
        while (!isClosed && clock() < event.at)
          await new Promise((resolve) => setTimeout(resolve, Math.max(1, (event.at - clock()) / speed)))
        speak(event)
      }
      unsaidAt = Number.POSITIVE_INFINITY
    },
    async close() {
      isClosed = true
      breakAll()
      await shut()
    },
  }
}
