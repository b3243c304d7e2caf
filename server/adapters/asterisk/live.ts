import type { CodedError } from '#server/errors.ts'
import type { ProgramIo } from '../program-io.ts'
import { type AmiLink, type AmiTarget, openAmiLink } from './ami-link.ts'
import { type AmiMessage, timestampOf } from './ami-message.ts'
import type { AsteriskConfig } from './config.ts'
import { createPbxClock } from './pbx-clock.ts'
import type { EventSink } from './sink.ts'
import type { Translator } from './translate.ts'
import { zonedTime } from './zoned-time.ts'

export type LiveOptions = {
  target: AmiTarget
  config: AsteriskConfig
  translator: Translator
  sink: EventSink
  io: Pick<ProgramIo, 'clock' | 'say' | 'signal'>
}

export type Live = {
  /** Asks the PBX again for everything that is going on: the server wants a snapshot. */
  resync(): void
  /** Resolves when the signal of `io` aborts; rejects when the PBX refuses the first login. */
  readonly finished: Promise<void>
}

/** The first try is at once: what happens meanwhile is never told. */
const RETRY_FIRST_MS = 20
const RETRY_MIN_MS = 250
const RETRY_MAX_MS = 5_000
const BEAT_MS = 1_000
/** How ids of the actions begin whose answers make a snapshot. */
const SYNC = 'sync-'
const TICK_MS = 100
/** A message may reach us this long after the PBX stamped it. */
const TRAVEL_MS = 300
/** How long messages wait for the PBX to say what time it is and when it booted. */
const BOOT_ANSWER_MS = 2_000

/** Follows a PBX: connects, resyncs, translates, beats; connects again after every cut, for ever. */
export const runLive = ({ target, config, translator, sink, io }: LiveOptions): Live => {
  const { clock } = io
  const pbxClock = createPbxClock()
  let link: AmiLink | undefined
  let syncs = 0
  let frames = 0
  let hadLogin = false
  let answersPings = false
  let retryMs = RETRY_FIRST_MS
  let early: { message: AmiMessage; receivedAt: number }[] | undefined
  let cancelEarly = () => {}
  let cancelRetry = () => {}
  let beatenAt = 0
  let lastReason = ''
  const startedAt = clock.now()
  let finish: () => void = () => {}
  let refuse: (error: CodedError) => void = () => {}
  const finished = new Promise<void>((resolve, reject) => {
    finish = resolve
    refuse = reject
  })

  const send = (events: ReturnType<Translator['push']>): void => {
    if (events.length > 0) sink.send(events).catch(() => undefined)
  }

  const push = (message: AmiMessage, receivedAt: number): void => {
    const stampAt = timestampOf(message.fields)
    const isRow = message.fields.get('ActionID')?.startsWith(SYNC) ?? false
    const at = pbxClock.take(stampAt, receivedAt, isRow)
    frames += 1
    const timeQuality = stampAt === undefined ? 'adapter' : 'native'
    send(translator.push({ kind: message.kind, id: `${startedAt}.${frames}`, at, timeQuality, fields: message.fields }))
  }

  /** The first stamp among what was held tells the time of the PBX for all of it. */
  const release = (): void => {
    cancelEarly()
    const held = early ?? []
    early = undefined
    for (const { message, receivedAt } of held) {
      const stampAt = timestampOf(message.fields)
      if (stampAt === undefined) continue
      pbxClock.set(stampAt, receivedAt)
      break
    }
    for (const { message, receivedAt } of held) push(message, receivedAt)
  }

  /** A ping tells the time of the PBX, CoreStatus its boot to the second; what comes before both answers waits. */
  const takeEarly = (message: AmiMessage): void => {
    const { fields } = message
    early?.push({ message, receivedAt: clock.now() })
    if (fields.get('ActionID') !== 'boot') return
    const bootAt = zonedTime(fields.get('CoreStartupDate'), fields.get('CoreStartupTime'), config.zone)
    if (bootAt !== undefined) translator.noteBoot(bootAt)
    release()
  }

  const onMessage = (message: AmiMessage): void => {
    if (early) return takeEarly(message)
    push(message, clock.now())
  }

  const ask = (): void => {
    syncs += 1
    link?.act({ Action: 'QueueStatus', ActionID: `${SYNC}${syncs}-QueueStatus` })
    link?.act({ Action: 'CoreShowChannels', ActionID: `${SYNC}${syncs}-CoreShowChannels` })
  }

  const onReady = (): void => {
    hadLogin = true
    retryMs = RETRY_FIRST_MS
    lastReason = ''
    io.say(`asterisk: logged in to ${target.host}:${target.port} as ${target.user}`)
    link?.act({ Action: 'Ping', ActionID: 'clock' })
    link?.act({ Action: 'CoreStatus', ActionID: 'boot' })
    ask()
  }

  const onDown = (reason: CodedError): void => {
    release()
    answersPings ||= link?.answersPings() ?? false
    link = undefined
    if (io.signal.aborted) return
    if (reason.code === 'unauthenticated' && !hadLogin) return refuse(reason)
    if (reason.message !== lastReason) io.say(`asterisk: ${reason.message}; trying again until it works`)
    lastReason = reason.message
    cancelRetry = clock.after(retryMs, open)
    retryMs = Math.min(Math.max(retryMs * 2, RETRY_MIN_MS), RETRY_MAX_MS)
  }

  const open = (): void => {
    early = []
    cancelEarly()
    cancelEarly = clock.after(BOOT_ANSWER_MS, release)
    link = openAmiLink({ target, clock, answersPings, onMessage, onReady, onDown })
  }

  /** Up to the last byte heard everything is known; a silent link proves nothing, so nothing is said. */
  const beat = (): void => {
    const heard = pbxClock.heardUpTo()
    if (!link || early || heard === undefined) return
    const waiting = translator.heartbeatAt()
    const at = Math.min(heard - TRAVEL_MS, waiting === undefined ? Number.POSITIVE_INFINITY : waiting - 1)
    if (pbxClock.heardCount() === beatenAt) return
    beatenAt = pbxClock.heardCount()
    sink.heartbeat(at).catch(() => undefined)
  }

  const tick = (): void => {
    const heard = pbxClock.heardUpTo()
    if (link && !early && heard !== undefined) send(translator.tick(heard - TRAVEL_MS))
  }

  const cancels = [clock.every(BEAT_MS, beat), clock.every(TICK_MS, tick)]
  const stop = (): void => {
    for (const cancel of cancels) cancel()
    cancelRetry()
    cancelEarly()
    link?.close()
    link = undefined
    finish()
  }
  io.signal.addEventListener('abort', stop, { once: true })
  open()
  if (io.signal.aborted) stop()

  return {
    resync() {
      if (!link || early || !hadLogin) return
      translator.expectSnapshot(pbxClock.heardUpTo() ?? clock.now())
      ask()
    },
    finished,
  }
}
