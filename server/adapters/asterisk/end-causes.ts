import type { EventData } from '#server/domain/event.ts'
import type { ClearCause } from '#server/domain/words.ts'
import type { Call, Leg } from './call-book.ts'
import type { Pbx } from './pbx.ts'

export type DivertCause = NonNullable<EventData<'call.diverted'>['cause']>

/** `unknown`: it is over, and what would tell why went unheard. */
export type EndCause = ClearCause | 'unknown'

/** What a hang-up cause (Q.850) says of a phone that was ringing. */
export const ringEndOf = (cause: string | undefined): DivertCause | undefined =>
  cause === '17' ? 'busy' : cause === '21' ? 'rejected' : undefined

/** Q.850 causes of a line or phone that went away by itself. */
const NETWORK_CAUSES = new Set(['27', '38', '41', '42', '44'])

/** As events say it: no cause where none is known. */
export const toClearCause = (cause: EndCause): ClearCause | undefined => (cause === 'unknown' ? undefined : cause)

/** Reads off channels why talks and calls end. */
export const createEndCauses = (pbx: Pbx) => {
  const channelOf = (uid: string | undefined) => (uid ? pbx.channels.get(uid) : undefined)

  /** A request to hang up may have gone unheard. */
  const isBlind = (leg: Leg) => leg.leftAt !== undefined && pbx.isBlindAt(leg.leftAt)

  /** Why the talk of a leg is over, as far as it is known now; undefined = wait. */
  const ofLeg = (call: Call, leg: Leg, hangupCause?: string): EndCause | undefined => {
    const phone = channelOf(leg.phone ?? leg.dest)
    const primary = channelOf(call.primary ?? call.originator)
    const customerAt = primary && primary.uid !== phone?.uid ? primary.hangup?.at : undefined
    const agentAt = phone?.hangup?.at
    if (agentAt !== undefined && (customerAt === undefined || agentAt <= customerAt)) return 'agent_hangup'
    if (customerAt !== undefined) return call.primary ? 'customer_hangup' : 'agent_hangup'
    if (phone?.softHangup || NETWORK_CAUSES.has(hangupCause ?? '')) return 'network_failure'
    // Of what AgentComplete says, only `agent` is never wrong once a dead phone is ruled out.
    if (isBlind(leg) && leg.completedBy === 'agent') return 'agent_hangup'
    if (leg.leftBehind) return undefined
    return isBlind(leg) ? 'unknown' : 'other'
  }

  return {
    ofLeg,

    /** Why a talk ends with its call. */
    withCall(call: Call, leg: Leg): EndCause {
      if (channelOf(call.primary)?.hangup) return 'customer_hangup'
      return ofLeg(call, leg) ?? (isBlind(leg) ? 'unknown' : 'other')
    },

    /** Why a call is over whose last channel went at `at`: what its last leg or its last queue came to. */
    ofCall(call: Call, at: number): EndCause {
      if (call.ending && call.ending !== 'transferred' && call.ending !== 'lost') return call.ending
      if (call.isEndingUnknown) return 'unknown'
      if (channelOf(call.primary)?.hangup) return 'customer_hangup'
      if (call.dialFailure) return call.dialFailure
      if (channelOf(call.originator)?.hangup) return 'agent_hangup'
      return pbx.isBlindAt(at) ? 'unknown' : 'other'
    },
  }
}
