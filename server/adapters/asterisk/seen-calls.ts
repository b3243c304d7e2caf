import { type Call, isOpen, isOwner, isTalking, type Leg, talkingLeg } from './call-book.ts'
import { reachesCustomer } from './calls.ts'
import type { Context } from './context.ts'
import type { Channel } from './pbx.ts'

/** A channel as CoreShowChannels lists it. */
export type Row = { channel: Channel; application: string; data: string }
/** A caller as QueueStatus lists it; whole seconds. */
export type Waiting = { queueId: string; uid: string; waitSec: number }

const IS_DIALLED = /^\(Outgoing Line\)/i

/** A channel that calls somebody, although nothing shows whom. */
const CALLS = new Set(['Dial', 'Queue'])

/**
 * Calls, legs and waits as the lists show them: what is known goes on, what is gone ended unseen, what is new has a
 * history nobody heard. An answer nobody heard is NaN.
 */
export const createSeenCalls = (context: Context) => {
  const { pbx, book, roster, legs } = context

  const queueOf = (rows: readonly Row[], call: Call): string | undefined => {
    const row = rows.find((r) => r.channel.uid === call.primary)
    return row?.application === 'Queue' ? row.data.split(',')[0] : undefined
  }

  /** The near half of the Local channel through which a queue calls this phone. */
  const nearHalfOf = (rows: readonly Row[], call: Call, phone: Channel): Channel | undefined =>
    rows
      .map((row) => row.channel)
      .find(
        (c) =>
          c.kind === 'local' &&
          c.name.endsWith(';1') &&
          book.of(c) === call &&
          book.legOf(c.uid) === undefined &&
          roster.agentIdOf(c.endpoint) === phone.agentId,
      )

  const roleOf = (call: Call, phone: Channel): Pick<Leg, 'role' | 'from'> => {
    const owner = talkingLeg(call)
    if (!owner) return { role: 'owner' }
    return { role: reachesCustomer(context, call, phone) ? 'assist' : 'consult', from: owner.segmentId }
  }

  const openLeg = (rows: readonly Row[], call: Call, phone: Channel, at: number): Leg | undefined => {
    const agentId = phone.agentId ?? phone.endpoint
    const own = call.legs.find((leg) => isOpen(leg) && leg.agentId === agentId)
    if (own?.phone !== undefined && pbx.channels.has(own.phone)) return undefined
    if (own) {
      own.phone = phone.uid
      book.bind(phone.uid, call, own)
      return own
    }
    const near = nearHalfOf(rows, call, phone)
    const dest = near?.uid ?? phone.uid
    const { role, from } = roleOf(call, phone)
    const head = { agentId, deviceId: phone.endpoint, role, from, phone: phone.uid, dest }
    const leg = legs.open(call, { ...head, queueId: role === 'owner' ? queueOf(rows, call) : undefined }, dest)
    const half = near && pbx.otherHalf(near)
    if (half) book.bind(half.uid, call, leg)
    if (role !== 'owner') sayAside(call, leg, phone, at)
    return leg
  }

  /** A colleague beside the owner is no item of a snapshot: what is seen is said. */
  const sayAside = (call: Call, leg: Leg, phone: Channel, at: number): void => {
    if (leg.role === 'consult') legs.alert(call, leg, at)
    if (phone.bridge !== undefined) legs.connect(call, leg, at)
  }

  const findLeg = (rows: readonly Row[], row: Row, at: number): void => {
    const { channel } = row
    if (channel.kind !== 'phone') return
    const bound = book.legOf(channel.uid)
    const call = bound?.call ?? book.of(channel)
    if (!call) return
    const wasHere = call.legs.some((leg) => leg.phone === channel.uid || leg.dest === channel.uid)
    if (!bound && wasHere && channel.bridge === undefined) return
    const leg = bound?.leg ?? openLeg(rows, call, channel, at)
    const anchor = call.primary ?? call.originator
    const isAnchor = anchor === channel.uid
    const talks =
      channel.bridge !== undefined && (isAnchor || (anchor !== undefined && pbx.reach(channel.uid).has(anchor)))
    if (!leg || !talks) return
    leg.answeredAt ??= Number.NaN
    leg.leftAt = undefined
    if (leg.away) legs.endConsult(call, leg, at)
    leg.away = false
    const owner = talkingLeg(call)
    if (isOwner(leg) || (owner?.phone !== undefined && pbx.reach(channel.uid).has(owner.phone))) return
    legs.promote(
      call,
      leg,
      at,
      call.legs.find((l) => l.segmentId === leg.from),
    )
  }

  /** The call of a phone that calls: a consult if its agent has a customer on another line. */
  const openLine = (channel: Channel): void => {
    const host = channel.agentId ? book.hostOf(channel.agentId, channel.uid) : undefined
    if (host) return book.alias(host.call, channel.linkedid)
    const call = book.open(channel, 'internal', channel.createdAt)
    call.originator = channel.uid
  }

  const isLine = ({ channel, application, data }: Row) =>
    channel.kind === 'phone' && !IS_DIALLED.test(data) && (channel.bridge !== undefined || CALLS.has(application))

  const lost = { derived: true }

  /** Its phone is gone; if it had left the talk before the cut, that was the end. */
  const endUnseen = (call: Call, leg: Leg, at: number): void => {
    if (leg.leftAt === undefined) legs.end(call, leg, at, 'lost', lost)
    else legs.phoneGone(call, leg, leg.leftAt, undefined)
  }

  return {
    /** Ends what went away unseen since the link of `linkAt` went up. */
    reconcile(rows: readonly Row[], linkAt: number, at: number): void {
      const shown = new Set(rows.map((row) => row.channel.uid))
      const gone = [...pbx.channels.values()].filter((c) => !shown.has(c.uid) && c.seenAt < linkAt)
      const goneIds = new Set(gone.map((c) => c.uid))
      const isGone = (uid: string | undefined) => uid === undefined || goneIds.has(uid) || !pbx.channels.has(uid)
      for (const call of [...book.calls]) {
        if (isGone(call.primary ?? call.originator)) legs.clear(call, at, 'lost', undefined, lost)
        else for (const leg of call.legs.filter(isOpen)) if (isGone(leg.phone ?? leg.dest)) endUnseen(call, leg, at)
      }
      for (const channel of gone) {
        book.unbind(channel.uid)
        pbx.drop(channel, at)
      }
    },

    /** Finds the calls and legs that began unseen. */
    discover(rows: readonly Row[], at: number): void {
      for (const { channel, data } of rows) {
        if (channel.kind !== 'trunk' || book.of(channel)) continue
        const call = book.open(channel, IS_DIALLED.test(data) ? 'outbound' : 'inbound', channel.createdAt)
        call.primary = channel.uid
      }
      const later = rows.filter((row) => !book.of(row.channel))
      for (const row of rows) if (!later.includes(row)) findLeg(rows, row, at)
      for (const row of later) if (isLine(row) && !book.of(row.channel)) openLine(row.channel)
      for (const row of later) findLeg(rows, row, at)
    },

    /** Who waits, and since when; `waiting` is undefined when the PBX did not tell. */
    settleQueues(waiting: readonly Waiting[] | undefined, linkAt: number, at: number): void {
      for (const { queueId, uid, waitSec } of waiting ?? []) {
        const channel = pbx.channels.get(uid)
        const call = channel && book.of(channel)
        if (!call || call.queue?.uid === uid) continue
        call.queue = { queueId, uid, answered: false, at, joinedAt: pbx.beganAt(at - waitSec * 1000) }
      }
      for (const call of book.calls) {
        const { queue } = call
        if (!queue || queue.at >= linkAt || !waiting || waiting.some((w) => w.uid === queue.uid)) continue
        if (call.legs.some((leg) => isOwner(leg) && isTalking(leg))) legs.leaveQueue(call, 'answered', at)
        else {
          call.isEndingUnknown = true
          legs.leaveQueue(call, undefined, at)
        }
      }
    },
  }
}
