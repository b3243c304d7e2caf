import type { ClearCause, Direction } from '#server/domain/words.ts'
import type { Channel } from './pbx.ts'

/** One agent's handling of a call. */
export type Leg = {
  segmentId: string
  agentId: string
  deviceId: string
  queueId?: string
  /** `consult`: asked by another agent, does not have the customer. */
  role: 'owner' | 'consult' | 'assist'
  /** The channel that was called: the phone, or the near half of a Local channel. */
  dest?: string
  /** The phone's channel. */
  phone?: string
  answeredAt?: number
  /** The phone left the customer's bridge; it may come back within a moment. */
  leftAt?: number
  /** The customer had left the bridge before the phone did. */
  leftBehind?: boolean
  /** The phone is gone for good, only the reason is still open. */
  gone?: boolean
  /** The phone talks elsewhere while the customer waits. */
  away?: boolean
  consulting?: boolean
  held: { agent: boolean; customer: boolean }
  /** On hold when the link went down: whether it still is, nobody can say. */
  doubtful?: { agent: boolean; customer: boolean }
  /** Taken back from a doubtful hold, unless a transfer shows that this is all it meant. */
  unheld?: { at: number; by: 'agent' | 'customer' }
  /** Who ended the talk, as the queue says. */
  completedBy?: string
  /** The agent who asked for the consult, or handed the customer over. */
  from?: string
  ended?: { at: number; cause?: ClearCause }
}

/** `at`: when the caller was heard or seen to join. */
export type QueueVisit = { queueId: string; uid: string; answered: boolean; at: number; joinedAt?: number }
/** The caller left the queue and it is not yet clear why. */
export type QueueExit = { queueId: string; uid: string; at: number; status?: string }

export type Call = {
  callId: string
  direction: Direction
  /** The customer's channel; none in a call between agents, or while the customer's line is not yet dialled. */
  primary?: string
  /** The phone that dialled. */
  originator?: string
  startedAt: number
  legs: Leg[]
  linkedids: Set<string>
  queue?: QueueVisit
  exit?: QueueExit
  /** Why the call would end if it ended now: what its last leg or its last queue came to. */
  ending?: ClearCause
  /** What it last came to happened unheard. */
  isEndingUnknown?: boolean
  /** What the dialled line answered instead of answering. */
  dialFailure?: ClearCause
  lastRingEndAt?: number
  lastNoAnswerAt?: number
}

export const isTalking = (leg: Leg) =>
  leg.answeredAt !== undefined && leg.ended === undefined && leg.leftAt === undefined
export const isOpen = (leg: Leg) => leg.ended === undefined
/** Has the customer, or had until a moment ago. */
export const isOwner = (leg: Leg) => leg.role === 'owner'

/** The leg that talks with the customer. */
export const talkingLeg = (call: Call): Leg | undefined =>
  call.legs.findLast((leg) => isOwner(leg) && isTalking(leg) && !leg.away) ??
  call.legs.findLast((leg) => isOwner(leg) && isTalking(leg))

/** Calls by every Linkedid they were seen under, and the legs in them. */
export const createCallBook = () => {
  const calls = new Set<Call>()
  const byLinkedid = new Map<string, Call>()
  const segmentIds = new Set<string>()
  const legs = new Map<string, { call: Call; leg: Leg }>()

  return {
    calls,

    of: (channel: Channel): Call | undefined => byLinkedid.get(channel.linkedid),
    byLinkedid: (id: string): Call | undefined => byLinkedid.get(id),

    open(channel: Channel, direction: Direction, startedAt: number): Call {
      const call: Call = { callId: channel.linkedid, direction, startedAt, legs: [], linkedids: new Set() }
      calls.add(call)
      this.alias(call, channel.linkedid)
      return call
    },

    alias(call: Call, linkedid: string): void {
      call.linkedids.add(linkedid)
      byLinkedid.set(linkedid, call)
    },

    close(call: Call): void {
      calls.delete(call)
      for (const id of call.linkedids) if (byLinkedid.get(id) === call) byLinkedid.delete(id)
      for (const leg of call.legs) segmentIds.delete(leg.segmentId)
    },

    /** A second stay of the same channel gets an id of its own. */
    newSegmentId(uid: string): string {
      let id = uid
      for (let n = 2; segmentIds.has(id); n++) id = `${uid}-${n}`
      segmentIds.add(id)
      return id
    },

    /** From now on this channel is part of the leg. */
    bind(channelUid: string, call: Call, leg: Leg): void {
      legs.set(channelUid, { call, leg })
    },

    /** The open leg this channel belongs to. */
    legOf(channelUid: string): { call: Call; leg: Leg } | undefined {
      const found = legs.get(channelUid)
      return found && isOpen(found.leg) ? found : undefined
    },

    /** The channel is gone. */
    unbind(channelUid: string): void {
      legs.delete(channelUid)
    },

    /** The call in which this agent has the customer on another channel. */
    hostOf(agentId: string, exceptUid: string): { call: Call; leg: Leg } | undefined {
      for (const call of calls) {
        if (call.primary === undefined) continue
        const leg = call.legs.findLast(
          (l) => l.agentId === agentId && isOwner(l) && isTalking(l) && l.phone !== exceptUid,
        )
        if (leg) return { call, leg }
      }
      return undefined
    },

    clear(): void {
      calls.clear()
      byLinkedid.clear()
      segmentIds.clear()
      legs.clear()
    },
  }
}
export type CallBook = ReturnType<typeof createCallBook>
