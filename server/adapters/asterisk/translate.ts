import type { CanonicalEvent } from '#server/domain/event.ts'
import type { AmiFrame } from './ami-message.ts'
import { createCallBook } from './call-book.ts'
import { channelReaders } from './channel-events.ts'
import { type AsteriskConfig, createPersonReader, reasonKindOf } from './config.ts'
import type { Context, Readers, Tally } from './context.ts'
import { dialReaders } from './dial-events.ts'
import { createLegs } from './legs.ts'
import { createOutlet } from './outlet.ts'
import { type Classify, createPbx } from './pbx.ts'
import { queueReaders } from './queue-events.ts'
import { createRoster } from './roster.ts'
import { createSnapshot } from './snapshot.ts'
import { transferReaders } from './transfer-events.ts'
import { userReaders } from './user-events.ts'

export type TranslatorOptions = { feedId: string; config: AsteriskConfig }

export type TranslatorReport = {
  /** Names of flow steps the configuration does not know, with how often they came. */
  unknownSteps: ReadonlyMap<string, number>
  /** Step events that came while no agent had the customer (greetings, surveys). */
  stepsOutsideLegs: number
  queues: readonly string[]
  members: readonly { agentId: string; deviceId: string; name?: string }[]
}

export type Translator = {
  /** Takes AMI messages in their order. Every event it returns is final; late ones carry their true, earlier time. */
  push(frame: AmiFrame): CanonicalEvent[]
  /** Lets time pass without a message (epoch ms): decides what has waited long enough. */
  tick(atMs: number): CanonicalEvent[]
  /** The PBX told when it started (epoch ms): names the boot exactly, where Uptime is good to a second only. */
  noteBoot(atMs: number): void
  /** A snapshot is wanted although the link did not change: the next full answers make one. */
  expectSnapshot(atMs: number): void
  /** The recording is over: calls still open clear as `lost`. */
  end(): CanonicalEvent[]
  /** A heartbeat may say at most this time (epoch ms); undefined = nothing is waiting to be said. */
  heartbeatAt(): number | undefined
  epoch(): string
  report(): TranslatorReport
}

/** Two greetings whose boot times differ by less are the same boot: Uptime counts whole seconds. */
const SAME_BOOT_MS = 10_000

/** `1795323002.17` -> 17: how many channels the PBX had made since its boot. */
const counterOf = (uniqueid: string): number => Number(/\.(\d+)$/.exec(uniqueid)?.[1] ?? -1)

const createClassify = (config: AsteriskConfig, hasDevice: (endpoint: string) => boolean): Classify => {
  const idPattern = new RegExp(config.agents.idPattern, 'u')
  const extension = new RegExp(config.agents.extensionPattern, 'u')
  return (endpoint) => {
    if (endpoint.startsWith('Local/')) return { kind: 'local' }
    const name = endpoint.slice(endpoint.indexOf('/') + 1)
    const isPhone = !config.trunks.includes(name) && !config.trunks.includes(endpoint) && extension.test(name)
    if (!isPhone && !hasDevice(endpoint)) return { kind: 'trunk' }
    return { kind: 'phone', agentId: idPattern.exec(endpoint)?.[1] ?? name }
  }
}

/** Makes canonical events of AMI messages. Pure: no clock, no input, no output. */
export const createTranslator = ({ feedId, config }: TranslatorOptions): Translator => {
  const idPattern = new RegExp(config.agents.idPattern, 'u')
  const outlet = createOutlet(feedId)
  const roster = createRoster(outlet, {
    agentIdOf: (device) => idPattern.exec(device)?.[1],
    reasonKindOf: (reason) => reasonKindOf(config, reason),
    personOf: createPersonReader(config),
  })
  const pbx = createPbx(createClassify(config, roster.hasDevice))
  const book = createCallBook()
  const wrapUpSeconds = (queueId: string) => config.queues[queueId]?.wrapUpSeconds ?? 0
  const legs = createLegs(pbx, book, roster, outlet, { wrapUpSeconds })
  const tally: Tally = { unknownSteps: new Map(), stepsOutsideLegs: 0, queues: new Set() }
  const context: Context = { pbx, book, roster, legs, outlet, config, tally }
  const snapshot = createSnapshot(context)
  let bootAt: number | undefined
  let lastAt = 0
  let links = 0
  let gapFrom: number | undefined
  let exactBootAt: number | undefined
  let suspectedBootAt: number | undefined
  let lastCounter = -1

  const loseAll = (at: number): void => {
    for (const call of [...book.calls]) legs.clear(call, at, 'lost', undefined, { derived: true })
    legs.forgetPending()
  }

  /** Whoever was on hold may have been taken back unseen. */
  const doubtHolds = (): void => {
    for (const call of book.calls)
      for (const leg of call.legs) {
        const { held, doubtful } = leg
        leg.doubtful = {
          agent: held.agent || doubtful?.agent === true,
          customer: held.customer || doubtful?.customer === true,
        }
        leg.held = { agent: false, customer: false }
      }
  }

  const greet = (frame: AmiFrame): void => {
    links += 1
    if (links > 1) {
      gapFrom ??= lastAt
      doubtHolds()
    }
    snapshot.expect(frame.at)
  }

  const restart = (at: number, frame: AmiFrame): void => {
    loseAll(frame.at)
    pbx.clear()
    book.clear()
    suspectedBootAt = undefined
    lastCounter = -1
    enterBoot(at)
  }

  const enterBoot = (at: number): void => {
    const isExact = exactBootAt !== undefined && Math.abs(exactBootAt - at) < SAME_BOOT_MS
    bootAt = isExact ? exactBootAt : at
    outlet.enterEpoch(`boot-${Math.floor((bootAt ?? at) / 1000)}`)
  }

  /** FullyBooted comes at every login; a small Uptime makes a restart likely, its channels prove or refute it. */
  const boot = (frame: AmiFrame): void => {
    const uptime = Number(frame.fields.get('Uptime'))
    const at = frame.at - (Number.isFinite(uptime) ? uptime * 1000 : 0)
    if (bootAt === undefined) enterBoot(at)
    else if (at - bootAt > SAME_BOOT_MS) {
      if (pbx.channels.size === 0) restart(at, frame)
      else suspectedBootAt = at
    }
    if (gapFrom === undefined) return
    pbx.noteGap(gapFrom, frame.at)
    const times = { from: new Date(gapFrom).toISOString(), to: new Date(frame.at).toISOString() }
    outlet.emit('feed.gap', frame.at, {}, { ...times, reason: 'AMI link was down' })
    gapFrom = undefined
  }

  /** The counter of a Uniqueid begins anew with a boot, and a known channel lives in the old one. */
  const weighRestart = (frame: AmiFrame): void => {
    if (suspectedBootAt === undefined) return
    const uid = frame.fields.get('Uniqueid') ?? ''
    const name = frame.fields.get('Event')
    if (pbx.channels.has(uid)) suspectedBootAt = undefined
    else if (name === 'Newchannel' && counterOf(uid) <= lastCounter) restart(suspectedBootAt, frame)
    else if (name === 'CoreShowChannelsComplete') restart(suspectedBootAt, frame)
  }

  const member = (frame: AmiFrame) => roster.update(frame.fields, frame.at)

  const readers: Readers = {
    ...channelReaders(context),
    ...dialReaders(context),
    ...queueReaders(context),
    ...transferReaders(context),
    ...userReaders(context),
    ...snapshot.readers,
    FullyBooted: boot,
    QueueMemberAdded: member,
    QueueMemberStatus: member,
    QueueMemberPause: member,
    QueueMemberPenalty: member,
    QueueMemberRinginuse: member,
    QueueMemberRemoved: (frame) => roster.remove(frame.fields, frame.at),
  }

  const readResponse = (frame: AmiFrame): void => {
    const { fields } = frame
    const id = fields.get('ActionID') ?? ''
    if (fields.get('Response') === 'Error' && id.endsWith('CoreShowChannels')) snapshot.refuseChannels(frame.at)
    if (fields.get('EventList') === 'start' && id.endsWith('QueueStatus')) roster.forgetMemberships()
  }

  const passTime = (at: number): void => {
    if (!snapshot.isDue()) legs.tick(at)
    roster.tick(at)
    snapshot.tick(at)
  }

  return {
    push(frame) {
      outlet.begin(frame)
      if (outlet.epoch() === '' && frame.kind === 'event' && frame.fields.get('Event') !== 'FullyBooted')
        outlet.enterEpoch(`from-${Math.floor(frame.at / 1000)}`)
      if (links === 0 && frame.kind !== 'banner') greet(frame)
      // What the gap may have decided is not decided by the time that passed in it.
      if (frame.kind === 'banner') greet(frame)
      passTime(frame.at)
      if (frame.kind === 'response') readResponse(frame)
      else {
        weighRestart(frame)
        const name = frame.fields.get('Event') ?? ''
        if (Object.hasOwn(readers, name)) readers[name]?.(frame)
      }
      lastAt = frame.at
      lastCounter = Math.max(lastCounter, counterOf(frame.fields.get('Uniqueid') ?? ''))
      return outlet.take()
    },
    tick(at) {
      passTime(at)
      return outlet.take()
    },
    noteBoot: (at) => {
      exactBootAt = at
    },
    expectSnapshot: (at) => snapshot.expect(at),
    end() {
      passTime(lastAt + SAME_BOOT_MS)
      loseAll(lastAt)
      return outlet.take()
    },
    heartbeatAt: () => legs.pendingSince(),
    epoch: () => outlet.epoch(),
    report: () => ({
      unknownSteps: tally.unknownSteps,
      stepsOutsideLegs: tally.stepsOutsideLegs,
      queues: [...tally.queues],
      members: roster.members(),
    }),
  }
}
