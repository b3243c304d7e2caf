import type { Step } from '#server/domain/words.ts'
import { type AmiFrame, decodeEscapes, textOf } from './ami-message.ts'
import { type Call, isOwner, isTalking, type Leg, talkingLeg } from './call-book.ts'
import { stepNamesOf } from './config.ts'
import { type Context, count, type Readers } from './context.ts'
import { normaliseStepName } from './step-names.ts'

type Place = { call: Call; leg?: Leg }

/** Where a UserEvent belongs: the leg of its channel, the leg that talks with its caller, or what a desktop names. */
const placeOf = (context: Context, frame: AmiFrame): Place | undefined => {
  const { pbx, book, roster } = context
  const { fields } = frame
  const channel = pbx.see(fields, '', frame.at)
  if (channel) {
    const bound = book.legOf(channel.uid)
    if (bound && bound.leg.role !== 'owner') return undefined
    if (bound && isTalking(bound.leg) && bound.leg.dest !== undefined && channel.kind !== 'local') return bound
    const half = channel.kind === 'local' ? pbx.otherHalf(channel) : undefined
    const near = bound ?? (half && book.legOf(half.uid))
    if (near && isTalking(near.leg)) return near
    const call = book.of(channel)
    if (!call || bound) return call && { call }
    return { call, leg: talkingLeg(call) }
  }
  const agent = fields.find('Agent') ?? fields.find('Interface')
  const agentId = agent ? roster.findAgent(agent) : undefined
  const id = fields.find('LinkedID') || fields.find('CallUniqueid')
  const named = id ? (book.byLinkedid(id) ?? callOfUid(context, id)) : undefined
  if (named) {
    const own = named.legs.findLast((leg) => leg.agentId === agentId && isOwner(leg) && isTalking(leg))
    return { call: named, leg: own ?? talkingLeg(named) }
  }
  const host = agentId ? book.hostOf(agentId, '') : undefined
  return id ? undefined : host
}

const callOfUid = ({ pbx, book }: Context, uid: string): Call | undefined => {
  const channel = pbx.channels.get(uid)
  return channel && book.of(channel)
}

/** Steps, levels and listening supervisors: what dialplans and desktops say beside the call itself. */
export const userReaders = (context: Context): Readers => {
  const { legs, outlet, tally, config, pbx, book } = context
  const names: ReadonlyMap<string, Step | null> = stepNamesOf(config)

  const readStep = (frame: AmiFrame): void => {
    const name = frame.fields.find('Step')?.trim()
    if (!name) return
    const place = placeOf(context, frame)
    const choice = frame.fields.find('Choice')?.trim()
    if (place && choice && !place.leg)
      outlet.emit('call.attributes', frame.at, { callId: place.call.callId }, { ivrKey: choice.slice(0, 64) })
    const step = names.get(normaliseStepName(name))
    if (step === undefined) return count(tally.unknownSteps, name.slice(0, 80))
    if (step === null) return
    if (!place?.leg) {
      tally.stepsOutsideLegs += 1
      return
    }
    const head = legs.headOf(place.call, place.leg)
    outlet.emit('step.entered', frame.at, head, { step, by: 'script', scriptId: name.slice(0, 80) })
  }

  const readLevel = (frame: AmiFrame): void => {
    const level = Number(frame.fields.find('Level')?.trim() || Number.NaN)
    const place = placeOf(context, frame)
    if (!place || !Number.isInteger(level) || level < 0 || level > 4) return
    const reason = frame.fields.find('Reason')?.trim().slice(0, 200)
    const head = legs.headOf(place.call, place.leg)
    outlet.emit('complaint.level', frame.at, head, { level, ...(reason ? { reason } : {}) })
  }

  const supervise = (frame: AmiFrame, type: 'supervision.started' | 'supervision.ended'): void => {
    const spyer = pbx.see(frame.fields, 'Spyer', frame.at)
    const spyee = pbx.see(frame.fields, 'Spyee', frame.at)
    if (!spyee) return
    const bound = book.legOf(spyee.uid)
    const call = bound?.call ?? book.of(spyee)
    if (!call) return
    const name = decodeEscapes(textOf(frame.fields, 'SpyerCallerIDName') ?? '')
    const supervisor = (spyer?.agentId || name || spyer?.endpoint)?.slice(0, 80)
    const head = legs.headOf(call, bound?.leg ?? talkingLeg(call))
    outlet.emit(type, frame.at, head, { mode: 'listen', ...(supervisor ? { supervisor } : {}) })
  }

  return {
    UserEvent(frame) {
      const kind = frame.fields.get('UserEvent')?.trim().toLowerCase()
      if (kind === 'flowstep') readStep(frame)
      else if (kind === 'complaintlevel') readLevel(frame)
      else pbx.see(frame.fields, '', frame.at)
    },
    ChanSpyStart: (frame) => supervise(frame, 'supervision.started'),
    ChanSpyStop: (frame) => supervise(frame, 'supervision.ended'),
  }
}
