import type { AmiFrame } from './ami-message.ts'
import { textOf } from './ami-message.ts'
import { type Call, isOpen, isOwner, type Leg } from './call-book.ts'
import { askingLeg, callOfDialler } from './calls.ts'
import type { Context, Readers } from './context.ts'
import { ringEndOf } from './end-causes.ts'
import type { Channel } from './pbx.ts'

const join = (context: Context, frame: AmiFrame, channel: Channel, queueId: string): void => {
  const { legs, outlet, config, tally } = context
  const call = callOfDialler(context, channel, undefined, frame.at)
  tally.queues.add(queueId)
  if (askingLeg(context, call, channel)) return
  legs.settleExit(call, false)
  legs.settleLegs(call)
  call.queue = { queueId, uid: channel.uid, answered: false, at: frame.at }
  call.ending = undefined
  call.isEndingUnknown = false
  const position = Number(frame.fields.get('Position'))
  const head = { callId: call.callId, queueId }
  outlet.emit('call.queued', frame.at, head, Number.isInteger(position) && position >= 0 ? { position } : {})
  const scenario = config.queues[queueId]?.scenario
  if (scenario) outlet.emit('scenario.tagged', frame.at, head, { scenario, tag: `queue ${queueId}`.slice(0, 80) })
}

/** The member's phone is about to ring. */
const callMember = (context: Context, frame: AmiFrame, channel: Channel): Leg | undefined => {
  const { pbx, book, roster, legs } = context
  const dest = pbx.see(frame.fields, 'Dest', frame.at)
  const queueId = textOf(frame.fields, 'Queue')
  const member = textOf(frame.fields, 'Interface')
  const known = dest && book.legOf(dest.uid)
  if (known) {
    known.leg.queueId ??= queueId
    return known.leg
  }
  if (!dest || !member) return undefined
  const call = callOfDialler(context, channel, undefined, frame.at)
  const asking = askingLeg(context, call, channel)
  const previous = call.legs.findLast((leg) => leg.ended?.cause === 'transferred')
  const leg = legs.open(
    call,
    {
      agentId: roster.agentIdOf(member),
      deviceId: roster.deviceOf(member),
      queueId,
      role: asking ? 'consult' : 'owner',
      from: (asking ?? previous)?.segmentId,
      dest: dest.uid,
      ...(dest.kind === 'local' ? {} : { phone: dest.uid }),
    },
    dest.uid,
  )
  const half = dest.kind === 'local' ? pbx.otherHalf(dest) : undefined
  if (half) book.bind(half.uid, call, leg)
  legs.alert(call, leg, frame.at)
  return leg
}

/** A member's leg although its events name another channel than the one that was called. */
const findMemberLeg = ({ book, roster, pbx }: Context, call: Call | undefined, frame: AmiFrame): Leg | undefined => {
  const dest = pbx.see(frame.fields, 'Dest', frame.at)
  const bound = dest && book.legOf(dest.uid)
  if (bound) return bound.leg
  const agentId = roster.agentIdOf(frame.fields.get('Interface') ?? '')
  return call?.legs.findLast((leg) => isOpen(leg) && leg.agentId === agentId)
}

/** app_queue: callers wait, members ring, answer, do not answer; callers leave. */
export const queueReaders = (context: Context): Readers => {
  const { pbx, book, legs } = context
  const see = (frame: AmiFrame) => pbx.see(frame.fields, '', frame.at)
  const isWaiting = (call: Call | undefined, channel: Channel | undefined) =>
    channel !== undefined && call?.queue?.uid === channel.uid

  return {
    QueueCallerJoin(frame) {
      const channel = see(frame)
      const queueId = textOf(frame.fields, 'Queue')
      if (channel && queueId) join(context, frame, channel, queueId)
    },
    QueueCallerAbandon(frame) {
      const channel = see(frame)
      const call = channel && book.of(channel)
      if (!channel || !call?.queue || !isWaiting(call, channel)) return
      legs.expectExit(call, { queueId: call.queue.queueId, uid: channel.uid, at: frame.at })
      const primary = call.primary === undefined ? undefined : pbx.channels.get(call.primary)
      if (channel.hangup || primary?.hangup) legs.settleExit(call, true)
    },
    QueueCallerLeave(frame) {
      const channel = see(frame)
      const call = channel && book.of(channel)
      if (!call?.queue || !isWaiting(call, channel) || call.exit) return
      if (call.queue.answered) return legs.leaveQueue(call, 'answered', frame.at)
      if (pbx.isBlindAt(frame.at)) {
        call.isEndingUnknown = true
        return legs.leaveQueue(call, undefined, frame.at)
      }
      call.ending = 'other'
      legs.leaveQueue(call, 'key', frame.at)
    },
    VarSet(frame) {
      if (frame.fields.get('Variable') !== 'QUEUESTATUS') return
      const channel = see(frame)
      const call = channel && book.of(channel)
      if (call?.exit?.uid !== channel?.uid || !call?.exit) return
      call.exit.status = frame.fields.get('Value')
      legs.settleExit(call, true)
    },
    AgentCalled(frame) {
      const channel = see(frame)
      if (channel) callMember(context, frame, channel)
    },
    AgentConnect(frame) {
      const channel = see(frame)
      if (!channel) return
      const leg = findMemberLeg(context, book.of(channel), frame) ?? callMember(context, frame, channel)
      const call = leg && [...book.calls].find((c) => c.legs.includes(leg))
      if (leg && call) legs.connect(call, leg, frame.at)
    },
    AgentRingNoAnswer(frame) {
      const channel = see(frame)
      const dest = pbx.see(frame.fields, 'Dest', frame.at)
      const call = channel && book.of(channel)
      if (call) call.lastNoAnswerAt = frame.at
      const leg = findMemberLeg(context, call, frame)
      if (call && leg) legs.divert(call, leg, frame.at, ringEndOf(dest?.hangup?.cause) ?? 'no_answer')
    },
    AgentComplete(frame) {
      const channel = see(frame)
      const call = channel && book.of(channel)
      const agentId = context.roster.agentIdOf(frame.fields.get('Interface') ?? '')
      const queueId = frame.fields.get('Queue')
      const leg = call?.legs.findLast((l) => isOwner(l) && isOpen(l) && l.agentId === agentId && l.queueId === queueId)
      const phone = leg?.phone ?? leg?.dest
      if (leg) leg.completedBy = frame.fields.get('Reason')
      if (call && leg && phone && !pbx.channels.has(phone)) legs.phoneGone(call, leg, frame.at, undefined)
    },
  }
}
