import type { AmiFrame } from './ami-message.ts'
import { type Call, isOpen, isOwner, isTalking, type Leg } from './call-book.ts'
import { openInbound } from './calls.ts'
import type { Context, Readers } from './context.ts'
import type { Channel } from './pbx.ts'

/** A customer and an agent's phone can hear each other: find or begin the leg. */
const joinTalk = (context: Context, call: Call, phone: Channel, reach: Set<string>, at: number): void => {
  const { legs } = context
  const leg = call.legs.findLast((l) => isOpen(l) && l.phone === phone.uid)
  const owner = call.legs.findLast((l) => l !== leg && isOwner(l) && isTalking(l))
  const stays = owner?.phone !== undefined && reach.has(owner.phone)
  if (!leg) {
    if (phone.uid === call.originator) return
    const agentId = phone.agentId ?? phone.endpoint
    const role = stays ? 'assist' : 'owner'
    const from = call.legs.findLast(isOwner)?.segmentId
    const opened = legs.open(call, { agentId, deviceId: phone.endpoint, role, phone: phone.uid, from }, phone.uid)
    return legs.connect(call, opened, at)
  }
  comeBack(context, call, leg, at)
  if (leg.answeredAt === undefined) legs.connect(call, leg, at)
  if (leg.role === 'consult' && !stays) legs.promote(call, leg, at, owner ?? legOfId(call, leg.from))
}

const legOfId = (call: Call, segmentId: string | undefined): Leg | undefined =>
  call.legs.find((leg) => leg.segmentId === segmentId)

const comeBack = ({ legs, outlet }: Context, call: Call, leg: Leg, at: number): void => {
  leg.leftAt = undefined
  if (!leg.away) return
  leg.away = false
  legs.endConsult(call, leg, at)
  if (!leg.held.agent && !leg.doubtful?.agent) return
  leg.held.agent = false
  if (leg.doubtful) leg.doubtful.agent = false
  outlet.emit('call.retrieved', at, { ...legs.headOf(call, leg), derived: true }, { by: 'agent' })
}

/** The phone is in a bridge the customer is not in: the agent consults. */
const goAway = ({ pbx, book }: Context, phone: Channel): void => {
  const bound = book.legOf(phone.uid)
  if (!bound || bound.leg.answeredAt === undefined) return
  const { call, leg } = bound
  leg.leftAt = undefined
  if (isOwner(leg) && call.primary !== undefined && pbx.channels.has(call.primary)) leg.away = true
}

/** Reads off the bridges who talks with whom after `channel` entered one. */
const settleTalk = (context: Context, channel: Channel, at: number): void => {
  const { pbx, book } = context
  const reach = pbx.reach(channel.uid)
  const members = [...reach].flatMap((uid) => pbx.channels.get(uid) ?? [])
  const calls = new Set<Call>()
  for (const member of members) {
    const call = book.of(member)
    if (call?.primary !== undefined && reach.has(call.primary)) calls.add(call)
  }
  const phones = members.filter((member) => member.kind === 'phone')
  if (calls.size === 0) for (const phone of phones) goAway(context, phone)
  for (const call of calls)
    for (const phone of phones) if (phone.uid !== call.primary) joinTalk(context, call, phone, reach, at)
}

const hangUp = (context: Context, channel: Channel, frame: AmiFrame): void => {
  const { pbx, book, legs } = context
  const cause = frame.fields.get('Cause')
  const nativeCause = cause ? `${cause} ${frame.fields.get('Cause-txt') ?? ''}`.trim().slice(0, 120) : undefined
  const call = book.of(channel)
  const bound = book.legOf(channel.uid)
  if (call?.primary === channel.uid) legs.clear(call, frame.at, undefined, nativeCause)
  else if (bound && (bound.leg.phone ?? bound.leg.dest) === channel.uid)
    legs.phoneGone(bound.call, bound.leg, frame.at, cause)
  if (call && call.primary === undefined && book.calls.has(call)) {
    const open = call.legs.filter(isOpen)
    if (open.length === 0 || channel.uid === call.originator) legs.clear(call, frame.at, undefined, nativeCause)
  }
  pbx.drop(channel, frame.at)
  book.unbind(channel.uid)
}

/** Channels come, ring, enter bridges, are held and go. */
export const channelReaders = (context: Context): Readers => {
  const { pbx, book, legs, outlet } = context
  const see = (frame: AmiFrame, prefix = '') => pbx.see(frame.fields, prefix, frame.at)

  const setHold = (frame: AmiFrame, held: boolean): void => {
    const channel = see(frame)
    if (!channel) return
    const bound = book.legOf(channel.uid)
    const call = bound?.call ?? book.of(channel)
    const by = bound ? 'agent' : call?.primary === channel.uid ? 'customer' : undefined
    const leg = bound?.leg ?? call?.legs.findLast((l) => isOwner(l) && isTalking(l))
    if (!call || !leg || !by || !isOwner(leg) || leg.answeredAt === undefined) return
    if (!held && leg.doubtful?.[by]) return legs.unholdDoubtful(call, leg, frame.at, by)
    if (leg.held[by] === held) return
    leg.held[by] = held
    if (leg.doubtful) leg.doubtful[by] = false
    outlet.emit(held ? 'call.held' : 'call.retrieved', frame.at, legs.headOf(call, leg), { by })
  }

  return {
    Newchannel(frame) {
      const channel = see(frame)
      const isFromOutside = channel?.kind === 'trunk' && frame.fields.get('ChannelState') === '4'
      if (channel && isFromOutside && !book.of(channel)) openInbound(context, channel, frame.at)
    },
    Newstate: (frame) => void see(frame),
    NewCallerid: (frame) => void see(frame),
    NewConnectedLine: (frame) => void see(frame),
    LocalBridge(frame) {
      see(frame, 'LocalOne')
      see(frame, 'LocalTwo')
    },
    HangupRequest(frame) {
      const channel = see(frame)
      if (channel) channel.hangup ??= { at: frame.at, cause: frame.fields.get('Cause') }
      const call = channel && book.of(channel)
      if (call?.exit && (call.primary === channel?.uid || call.exit.uid === channel?.uid)) legs.settleExit(call, true)
    },
    SoftHangupRequest(frame) {
      const channel = see(frame)
      if (channel) channel.softHangup ??= { at: frame.at }
    },
    Hangup(frame) {
      const channel = see(frame)
      if (channel) hangUp(context, channel, frame)
    },
    BridgeEnter(frame) {
      const channel = see(frame)
      const bridge = frame.fields.get('BridgeUniqueid')
      if (!channel || !bridge) return
      pbx.enter(channel, bridge, frame.at)
      settleTalk(context, channel, frame.at)
    },
    BridgeLeave(frame) {
      const channel = see(frame)
      if (!channel) return
      pbx.leave(channel, frame.at)
      const bound = book.legOf(channel.uid)
      if (bound?.leg.phone === channel.uid) legs.leaveTalk(bound.call, bound.leg, frame.at)
    },
    Hold: (frame) => setHold(frame, true),
    Unhold: (frame) => setHold(frame, false),
  }
}
