import { type AmiFields, textOf } from './ami-message.ts'

export type ChannelKind = 'phone' | 'trunk' | 'local'

export type Channel = {
  uid: string
  /** As AMI names it, such as `PJSIP/1003-0000001f`. */
  name: string
  /** Technology and endpoint, such as `PJSIP/1003` or `Local/1007@agents`. */
  endpoint: string
  kind: ChannelKind
  /** The phone's agent. */
  agentId?: string
  linkedid: string
  /** Extension it asked for first. */
  exten?: string
  callerNum?: string
  bridge?: string
  leftBridgeAt?: number
  createdAt: number
  seenAt: number
  /** The far end hung up, and when. */
  hangup?: { at: number; cause?: string }
  /** The PBX itself ended it, and when. */
  softHangup?: { at: number }
}

export type Classify = (endpoint: string) => { kind: ChannelKind; agentId?: string }

/** `PJSIP/1003-0000001f` -> `PJSIP/1003`, `Local/1007@agents-00000000;1` -> `Local/1007@agents`. */
export const endpointOf = (channel: string): string => channel.replace(/-[0-9a-f]+(?:;[12])?$/i, '')

/** Both halves of a Local channel share this. */
const pairOf = (channel: string): string => channel.replace(/;[12]$/, '')

/** A hang-up is asked for this long before the bridge is left, at most. */
const FORERUN_MS = 1000
/** Ages are told in whole seconds. */
const ROUNDING_MS = 1000
const MAX_GAPS = 20

/** Channels, bridges and Local pairs of one PBX: who can hear whom. */
export const createPbx = (classify: Classify) => {
  const channels = new Map<string, Channel>()
  const bridges = new Map<string, Set<string>>()
  const pairs = new Map<string, Set<string>>()
  const gone = new Set<string>()
  /** Latest last. */
  const gaps: { from: number; to: number }[] = []

  const leave = (channel: Channel, at: number): void => {
    if (channel.bridge === undefined) return
    const members = bridges.get(channel.bridge)
    members?.delete(channel.uid)
    if (members?.size === 0) bridges.delete(channel.bridge)
    channel.bridge = undefined
    channel.leftBridgeAt = at
  }

  const enter = (channel: Channel, bridge: string, at: number): void => {
    if (channel.bridge === bridge) return
    leave(channel, at)
    const members = bridges.get(bridge) ?? new Set()
    bridges.set(bridge, members)
    members.add(channel.uid)
    channel.bridge = bridge
  }

  const add = (uid: string, name: string, at: number): Channel => {
    const endpoint = endpointOf(name)
    const channel: Channel = { uid, name, endpoint, ...classify(endpoint), linkedid: uid, createdAt: at, seenAt: at }
    channels.set(uid, channel)
    if (channel.kind === 'local') {
      const pair = pairs.get(pairOf(name)) ?? new Set()
      pairs.set(pairOf(name), pair)
      pair.add(uid)
    }
    return channel
  }

  return {
    channels,
    leave,
    enter,

    /** Takes the channel snapshot whose headers begin with `prefix`; undefined when the message has none. */
    see(fields: AmiFields, prefix: string, at: number): Channel | undefined {
      const uid = fields.get(`${prefix}Uniqueid`)
      const name = fields.get(`${prefix}Channel`)
      if (!uid || !name) return undefined
      const channel = channels.get(uid) ?? add(uid, name, at)
      channel.name = name
      channel.linkedid = fields.get(`${prefix}Linkedid`) || channel.linkedid
      channel.exten ??= textOf(fields, `${prefix}Exten`)
      channel.callerNum ??= textOf(fields, `${prefix}CallerIDNum`)
      channel.seenAt = at
      return channel
    },

    drop(channel: Channel, at: number): void {
      leave(channel, at)
      gone.add(channel.uid)
      channels.delete(channel.uid)
      const pair = pairs.get(pairOf(channel.name))
      pair?.delete(channel.uid)
      if (pair?.size === 0) pairs.delete(pairOf(channel.name))
    },

    /** The other half of a Local channel. */
    otherHalf(channel: Channel): Channel | undefined {
      for (const uid of pairs.get(pairOf(channel.name)) ?? []) if (uid !== channel.uid) return channels.get(uid)
      return undefined
    },

    /** Everybody who can hear this channel, itself included: over bridges and through Local pairs. */
    reach(uid: string): Set<string> {
      const found = new Set<string>([uid])
      for (const next of found) {
        const channel = channels.get(next)
        if (!channel) continue
        for (const other of bridges.get(channel.bridge ?? '') ?? []) found.add(other)
        if (channel.kind === 'local') for (const other of pairs.get(pairOf(channel.name)) ?? []) found.add(other)
      }
      return found
    },

    /** Whether the channel was hung up since the last `forgetGone`: a late list may still show it. */
    isGone: (uid: string): boolean => gone.has(uid),
    forgetGone: (): void => gone.clear(),

    /** The link was down between these times. */
    noteGap(from: number, to: number): void {
      gaps.push({ from, to })
      if (gaps.length > MAX_GAPS) gaps.shift()
    },
    /** Whether the reason of what happened at `at` may have gone unheard. */
    isBlindAt: (at: number): boolean => gaps.some((gap) => gap.from <= at && at - gap.to < FORERUN_MS),
    /** When something began that nobody heard, reckoned from whole seconds: not before or after the gap it hid in. */
    beganAt(reckoned: number): number {
      const gap = gaps.at(-1)
      if (!gap || reckoned < gap.from - ROUNDING_MS || reckoned > gap.to + ROUNDING_MS) return reckoned
      return Math.min(Math.max(reckoned, gap.from), gap.to)
    },

    clear(): void {
      gone.clear()
      channels.clear()
      bridges.clear()
      pairs.clear()
    },
  }
}
export type Pbx = ReturnType<typeof createPbx>
