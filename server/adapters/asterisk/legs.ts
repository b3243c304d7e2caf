import type { EventData } from '#server/domain/event.ts'
import type { ClearCause, TransferKind } from '#server/domain/words.ts'
import { type Call, type CallBook, isOpen, isOwner, isTalking, type Leg, type QueueExit } from './call-book.ts'
import { createEndCauses, type DivertCause, ringEndOf, toClearCause } from './end-causes.ts'
import type { Head, Outlet } from './outlet.ts'
import type { Channel, Pbx } from './pbx.ts'
import type { Roster } from './roster.ts'

/** How long we wait to see whether a caller who left is hanging up or lives on. */
export const SETTLE_MS = 250
/** How long a phone may be out of every bridge before its talk counts as over. */
const AWAY_MS = 2000

export type LegRules = { wrapUpSeconds: (queueId: string) => number }

/** What happens to calls and legs, said as canonical events. */
export const createLegs = (pbx: Pbx, book: CallBook, roster: Roster, outlet: Outlet, rules: LegRules) => {
  const causes = createEndCauses(pbx)

  const headOf = (call: Call, leg?: Leg): Head =>
    leg
      ? {
          callId: call.callId,
          segmentId: leg.segmentId,
          agentId: leg.agentId,
          deviceId: leg.deviceId,
          ...(leg.queueId ? { queueId: leg.queueId } : {}),
        }
      : { callId: call.callId }

  const relatedOf = (call: Call, leg: Leg): Head => {
    if (leg.role === 'consult') return { related: { consultOf: call.callId } }
    return leg.from ? { related: { transferredFromSegmentId: leg.from } } : {}
  }

  const channelOf = (uid: string | undefined): Channel | undefined => (uid ? pbx.channels.get(uid) : undefined)

  const open = (call: Call, of: Pick<Leg, 'agentId' | 'deviceId' | 'role'> & Partial<Leg>, uid: string): Leg => {
    const leg: Leg = { held: { agent: false, customer: false }, segmentId: book.newSegmentId(uid), ...of }
    call.legs.push(leg)
    for (const bound of [leg.dest, leg.phone]) if (bound) book.bind(bound, call, leg)
    return leg
  }

  /** Calls with something that only time can tell. */
  const pending = new Set<Call>()

  const alert = (call: Call, leg: Leg, at: number): void => {
    const connectionId = leg.phone ?? leg.dest
    outlet.emit('call.alerting', at, { ...headOf(call, leg), connectionId, ...relatedOf(call, leg) }, {})
    if (leg.role === 'consult') startConsult(call, leg, at)
  }

  const startConsult = (call: Call, consult: Leg, at: number): void => {
    const asking = call.legs.find((leg) => leg.segmentId === consult.from)
    if (!asking || asking.consulting || !isOpen(asking)) return
    asking.consulting = true
    outlet.emit('call.consult_started', at, headOf(call, asking), { withAgentId: consult.agentId })
  }

  const endConsult = (call: Call, asking: Leg | undefined, at: number): void => {
    if (!asking?.consulting) return
    asking.consulting = false
    if (isOpen(asking)) outlet.emit('call.consult_ended', at, headOf(call, asking), {})
  }

  const connect = (call: Call, leg: Leg, at: number): void => {
    if (leg.answeredAt !== undefined || leg.ended) return
    leg.answeredAt = at
    const connectionId = leg.phone ?? leg.dest
    const head = { ...headOf(call, leg), connectionId, ...relatedOf(call, leg) }
    outlet.emit('call.connected', at, head, isOwner(leg) ? {} : { assist: true })
    if (!isOwner(leg)) return
    call.ending = undefined
    call.isEndingUnknown = false
    if (call.queue && (leg.queueId === undefined || leg.queueId === call.queue.queueId)) call.queue.answered = true
  }

  const divert = (call: Call, leg: Leg, at: number, cause: DivertCause): void => {
    if (leg.ended || leg.answeredAt !== undefined) return
    leg.ended = { at, cause: 'other' }
    call.lastRingEndAt = at
    outlet.emit('call.diverted', at, headOf(call, leg), { cause })
    if (leg.role === 'consult') settleConsult(call, leg, at)
  }

  const settleConsult = (call: Call, consult: Leg, at: number): void => {
    if (call.legs.some((leg) => leg.role === 'consult' && leg.from === consult.from && isOpen(leg))) return
    endConsult(
      call,
      call.legs.find((leg) => leg.segmentId === consult.from),
      at,
    )
  }

  /** Without a cause nobody can say why. */
  const end = (call: Call, leg: Leg, at: number, cause: ClearCause | undefined, extra: Head = {}): void => {
    if (leg.ended) return
    if (leg.answeredAt === undefined && cause !== 'lost') return divert(call, leg, at, 'other')
    if (cause !== 'transferred') settleUnhold(call, leg)
    leg.ended = { at, cause }
    const data = { role: isOwner(leg) ? ('agent' as const) : ('consulted' as const), ...(cause ? { cause } : {}) }
    outlet.emit('call.party_cleared', at, { ...headOf(call, leg), ...extra }, data)
    if (leg.role === 'consult') settleConsult(call, leg, at)
    if (!isOwner(leg) || leg.answeredAt === undefined) return
    call.isEndingUnknown = cause === undefined || cause === 'lost'
    if (cause !== 'other' || call.ending === undefined) call.ending = cause
    if (leg.queueId) roster.startWrapUp(leg.agentId, at, rules.wrapUpSeconds(leg.queueId))
    handOver(call, leg, at)
  }

  /** After the owner is gone, a colleague who stayed with the customer becomes the owner. */
  const handOver = (call: Call, from: Leg, at: number): void => {
    const primary = channelOf(call.primary)
    if (!primary || primary.hangup) return
    const reach = pbx.reach(primary.uid)
    const heir = call.legs.find((leg) => leg !== from && isTalking(leg) && leg.phone && reach.has(leg.phone))
    if (heir && !isOwner(heir)) promote(call, heir, at, from)
  }

  /** A consulted or assisting agent now has the customer: a segment of its own begins. */
  const promote = (call: Call, leg: Leg, at: number, from: Leg | undefined): void => {
    end(call, leg, at, 'transferred')
    const { agentId, deviceId, queueId, phone, dest } = leg
    const uid = phone ?? dest ?? leg.segmentId
    const owner = open(
      call,
      { agentId, deviceId, queueId, phone, dest, role: 'owner', from: from?.segmentId ?? leg.from },
      uid,
    )
    connect(call, owner, at)
  }

  const transfer = (call: Call, leg: Leg, at: number, kind: TransferKind, toAgentId: string | undefined): void => {
    const when = leg.leftAt ?? at
    const isLate = leg.ended !== undefined
    leg.unheld = undefined
    outlet.emit('call.transferred', when, headOf(call, leg), { kind, ...(toAgentId ? { toAgentId } : {}) })
    endConsult(call, leg, when)
    if (!isLate) end(call, leg, when, 'transferred')
  }

  /** A doubtful hold went on until it was taken back. */
  const settleUnhold = (call: Call, leg: Leg): void => {
    const { unheld } = leg
    leg.unheld = undefined
    if (unheld) outlet.emit('call.retrieved', unheld.at, headOf(call, leg), { by: unheld.by })
  }

  /** The phone's channel is gone. */
  const phoneGone = (call: Call, leg: Leg, at: number, hangupCause: string | undefined): void => {
    if (leg.ended) return
    if (leg.answeredAt === undefined) return divert(call, leg, at, ringEndOf(hangupCause) ?? 'other')
    leg.leftAt ??= at
    const cause = causes.ofLeg(call, leg, hangupCause)
    if (cause && cause !== 'unknown') end(call, leg, leg.leftAt, cause)
    else {
      leg.gone = true
      pending.add(call)
    }
  }

  /** Without a reason nobody can say why. */
  const leaveQueue = (call: Call, reason: EventData<'call.dequeued'>['reason'], at: number): void => {
    if (!call.queue) return
    const data = reason ? { reason } : {}
    outlet.emit('call.dequeued', at, { callId: call.callId, queueId: call.queue.queueId }, data)
    call.queue = undefined
  }

  /** The caller left the queue without an agent: gone, or taken out by a timeout. */
  const settleExit = (call: Call, isGone: boolean): void => {
    const exit = call.exit
    if (!exit) return
    call.exit = undefined
    const isTimeout = exit.status === 'TIMEOUT' || (exit.status === undefined && !isGone) || isCutRing(call, exit.at)
    if (isTimeout) call.ending = 'queue_timeout'
    else if (exit.status !== undefined && exit.status !== 'ABANDON') call.ending = 'other'
    else call.ending = wasRinging(call, exit.at) ? 'abandoned_ringing' : 'abandoned_in_queue'
    leaveQueue(call, isTimeout ? 'timeout' : call.ending === 'other' ? 'other' : 'abandoned', exit.at)
  }

  const wasRinging = (call: Call, at: number) =>
    call.legs.some((leg) => isOpen(leg) && leg.answeredAt === undefined) ||
    (call.lastRingEndAt !== undefined && at - call.lastRingEndAt < SETTLE_MS)

  /** app_queue reports "no answer" for a phone it stops ringing at the timeout, never for one the caller leaves. */
  const isCutRing = (call: Call, at: number) =>
    call.lastNoAnswerAt !== undefined && at - call.lastNoAnswerAt < 20 && at >= call.lastNoAnswerAt

  const clear = (call: Call, at: number, cause?: ClearCause, nativeCause?: string, extra: Head = {}): void => {
    if (cause === 'lost' && call.exit) {
      call.exit = undefined
      leaveQueue(call, undefined, at)
    }
    settleExit(call, cause === undefined)
    for (const leg of call.legs.filter(isOpen)) {
      if (leg.answeredAt === undefined) {
        if (!cause) divert(call, leg, at, 'other')
        continue
      }
      // Its end was heard; what a lost call hides is only the reason.
      const why = cause === 'lost' && leg.leftAt !== undefined ? 'unknown' : (cause ?? causes.withCall(call, leg))
      end(call, leg, leg.leftAt ?? at, toClearCause(why), extra)
    }
    const why = cause ?? toClearCause(causes.ofCall(call, at))
    outlet.emit(
      'call.cleared',
      at,
      { callId: call.callId, ...extra },
      { ...(why ? { cause: why } : {}), ...(nativeCause ? { nativeCause } : {}) },
    )
    book.close(call)
  }

  const pendingTimes = (call: Call): number[] =>
    book.calls.has(call)
      ? [call.exit?.at, ...call.legs.flatMap((leg) => (leg.ended ? [] : [leg.leftAt, leg.unheld?.at]))].filter(
          (t) => t !== undefined,
        )
      : []

  return {
    headOf,
    open,
    alert,
    connect,
    divert,
    end,
    promote,
    transfer,
    phoneGone,
    leaveQueue,
    settleExit,
    clear,
    endConsult,

    /** Ends what was only waiting to see whether the customer lives on. */
    settleLegs(call: Call): void {
      for (const leg of call.legs) {
        if (!leg.ended && leg.leftAt !== undefined && (leg.gone || !leg.away)) end(call, leg, leg.leftAt, 'transferred')
      }
    },

    /** The phone is in no bridge: over, unless it enters one again. */
    leaveTalk(call: Call, leg: Leg, at: number): void {
      if (leg.answeredAt === undefined || leg.ended) return
      leg.leftAt = at
      const primary = channelOf(call.primary)
      leg.leftBehind = primary !== undefined && primary.bridge === undefined
      pending.add(call)
    },

    /** Taken back from a hold that began before the link went down; a transfer says so without any hold. */
    unholdDoubtful(call: Call, leg: Leg, at: number, by: 'agent' | 'customer'): void {
      if (leg.doubtful) leg.doubtful[by] = false
      leg.unheld = { at, by }
      pending.add(call)
    },

    expectExit(call: Call, exit: QueueExit): void {
      call.exit = exit
      pending.add(call)
    },

    /** Decides what has waited long enough by `at`. */
    tick(at: number): void {
      for (const call of pending) {
        if (call.exit && at - call.exit.at >= SETTLE_MS) settleExit(call, false)
        for (const leg of call.legs) {
          if (leg.unheld && at - leg.unheld.at >= SETTLE_MS) settleUnhold(call, leg)
          if (leg.ended || leg.leftAt === undefined || at - leg.leftAt < (leg.gone ? SETTLE_MS : AWAY_MS)) continue
          end(call, leg, leg.leftAt, toClearCause(causes.ofLeg(call, leg) ?? 'transferred'))
        }
        if (pendingTimes(call).length === 0) pending.delete(call)
      }
    },

    /** The earliest time something is still to be said about; undefined = nothing. */
    pendingSince(): number | undefined {
      const times = [...pending].flatMap(pendingTimes)
      return times.length > 0 ? Math.min(...times) : undefined
    },

    forgetPending: () => pending.clear(),
  }
}
export type Legs = ReturnType<typeof createLegs>
