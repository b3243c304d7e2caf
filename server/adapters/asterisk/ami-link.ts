import { createHash } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import type { Clock } from '#server/clock.ts'
import { CodedError } from '#server/errors.ts'
import type { AmiMessage } from './ami-message.ts'
import { createAmiParser } from './ami-parser.ts'

export type AmiTarget = { host: string; port: number; user: string; secret: string }

export type AmiLinkOptions = {
  target: AmiTarget
  clock: Clock
  /** It did on an earlier link: silence tells at once that this one is dead. */
  answersPings: boolean
  /** Every message of the PBX, greeting and answers included, in order. */
  onMessage: (message: AmiMessage) => void
  /** The login was accepted. */
  onReady: () => void
  /** The connection is over; called once. */
  onDown: (reason: CodedError) => void
}

export type AmiLink = {
  /** Sends an action; header values must be one line. */
  act(headers: Readonly<Record<string, string>>): void
  /** Whether the PBX ever answered a ping. */
  answersPings(): boolean
  /** Says goodbye and closes. */
  close(): void
}

const CONNECT_MS = 10_000
const LOGIN_MS = 10_000
/** A PBX that does not know the challenge keeps silent or refuses. */
const CHALLENGE_MS = 2_000
const PING_MS = 1_000
/** Silence after which the link is dead: a PBX that answers pings, and one that never did. */
const DEAD_MS = 5_000
const DEAD_UNPROVEN_MS = 60_000

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || host.startsWith('127.')

const write = (socket: Socket, headers: Readonly<Record<string, string>>): void => {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value.replace(/[\r\n]+/g, ' ')}`)
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
}

/**
 * One TCP connection to a manager port: greeting, login (MD5 challenge; the secret itself only on the same machine),
 * a ping every second. A PBX that stops answering is a dead link even while TCP stays up.
 */
export const openAmiLink = ({ target, clock, answersPings, onMessage, onReady, onDown }: AmiLinkOptions): AmiLink => {
  const parser = createAmiParser()
  const socket = connect({ host: target.host, port: target.port, noDelay: true })
  const timers = new Set<() => void>()
  let isDown = false
  let isReady = false
  let hasAnsweredPing = answersPings
  let heardAt = clock.now()
  let cancelStage = () => {}

  const down = (reason: CodedError): void => {
    if (isDown) return
    isDown = true
    cancelStage()
    for (const cancel of timers) cancel()
    socket.destroy()
    onDown(reason)
  }

  const unavailable = (message: string) =>
    down(new CodedError('unavailable', `${target.host}:${target.port}: ${message}`))

  const stage = (ms: number, run: () => void): void => {
    cancelStage()
    cancelStage = clock.after(ms, run)
  }

  const ready = (): void => {
    if (isReady || isDown) return
    isReady = true
    cancelStage()
    timers.add(clock.every(PING_MS, watch))
    onReady()
  }

  const watch = (): void => {
    const silence = clock.now() - heardAt
    if (silence >= (hasAnsweredPing ? DEAD_MS : DEAD_UNPROVEN_MS))
      return unavailable(`no answer for ${Math.round(silence / 1000)} s`)
    write(socket, { Action: 'Ping', ActionID: 'alive' })
  }

  const loginPlainly = (): void => {
    if (!isLoopback(target.host)) return unavailable('does not offer an MD5 login; the secret is not sent in the clear')
    write(socket, { Action: 'Login', ActionID: 'login', Username: target.user, Secret: target.secret, Events: 'on' })
    stage(LOGIN_MS, () => unavailable('does not answer the login'))
  }

  const loginByChallenge = (challenge: string): void => {
    const key = createHash('md5').update(`${challenge}${target.secret}`).digest('hex')
    const login = { Action: 'Login', ActionID: 'login', AuthType: 'MD5', Username: target.user, Key: key, Events: 'on' }
    write(socket, login)
    stage(LOGIN_MS, () => unavailable('does not answer the login'))
  }

  const greet = (): void => {
    write(socket, { Action: 'Challenge', ActionID: 'challenge', AuthType: 'MD5' })
    stage(CHALLENGE_MS, loginPlainly)
  }

  const takeAnswer = ({ fields }: AmiMessage): void => {
    const id = fields.get('ActionID')
    const isSuccess = fields.get('Response') === 'Success'
    if (fields.get('Ping') === 'Pong') hasAnsweredPing = true
    if (isReady) return
    const challenge = fields.get('Challenge')
    if (id === 'challenge') return isSuccess && challenge ? loginByChallenge(challenge) : loginPlainly()
    if (isSuccess && fields.get('Message') === 'Authentication accepted') return ready()
    if (id === 'login')
      down(
        new CodedError(
          'unauthenticated',
          `${target.host}:${target.port} refuses the login of "${target.user}": ${fields.get('Message') ?? 'no reason'}`,
        ),
      )
  }

  const take = (message: AmiMessage): void => {
    if (message.kind === 'banner') greet()
    else if (message.kind === 'response') takeAnswer(message)
    else ready()
    onMessage(message)
  }

  stage(CONNECT_MS, () => unavailable('no greeting of an Asterisk manager'))
  socket.on('data', (chunk) => {
    heardAt = clock.now()
    try {
      for (const message of parser.push(chunk)) if (!isDown) take(message)
    } catch (error) {
      unavailable(error instanceof Error ? error.message : String(error))
    }
  })
  socket.on('error', (error) => unavailable(error.message))
  socket.on('close', () => unavailable('the connection was closed'))

  return {
    answersPings: () => hasAnsweredPing,
    act: (headers) => {
      if (!isDown) write(socket, headers)
    },
    close() {
      if (isDown) return
      write(socket, { Action: 'Logoff' })
      isDown = true
      cancelStage()
      for (const cancel of timers) cancel()
      socket.end()
    },
  }
}
