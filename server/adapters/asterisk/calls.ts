import type { EventData } from '#server/domain/event.ts'
import type { Direction } from '#server/domain/words.ts'
import { type Call, isOwner, isTalking, type Leg, talkingLeg } from './call-book.ts'
import type { Context } from './context.ts'
import type { Head } from './outlet.ts'
import type { Channel } from './pbx.ts'

/** A caller's number unless it is hidden. */
export const customerNumberOf = (number: string | undefined): string | undefined =>
  number && /\d/.test(number) ? number.slice(0, 64) : undefined

const offerData = (direction: Direction, number: string | undefined, dialled: string | undefined) => {
  const customerNumber = customerNumberOf(number)
  return {
    direction,
    ...(customerNumber ? { customerNumber } : {}),
    ...(dialled ? { dialled: dialled.slice(0, 64) } : {}),
  } satisfies EventData<'call.offered'>
}

/** Opens the call of a channel that came from outside. */
export const openInbound = ({ book, outlet }: Context, channel: Channel, at: number, head: Head = {}): Call => {
  const call = book.open(channel, 'inbound', at)
  call.primary = channel.uid
  const dialled = channel.exten === 's' ? undefined : channel.exten
  const data = offerData('inbound', channel.callerNum, dialled)
  outlet.emit('call.offered', at, { callId: call.callId, connectionId: channel.uid, ...head }, data)
  return call
}

/** Opens a call to the outside that the PBX placed by itself. */
export const openPlaced = ({ book, outlet }: Context, dest: Channel, number: string | undefined, at: number): Call => {
  const call = book.open(dest, 'outbound', at)
  call.primary = dest.uid
  const head = { callId: call.callId, connectionId: dest.uid }
  outlet.emit('call.offered', at, head, offerData('outbound', number, number))
  return call
}

/** Opens the call an agent dials from a phone, with the agent's leg unless a queue is what was dialled. */
export const openDialled = (
  { book, outlet, legs }: Context,
  phone: Channel,
  dest: Channel | undefined,
  at: number,
): Call => {
  const isOutside = dest?.kind === 'trunk'
  const call = book.open(phone, isOutside ? 'outbound' : 'internal', at)
  call.originator = phone.uid
  const leg = dest ? openLeg(call, legs, phone) : undefined
  const number = isOutside ? (dest.callerNum ?? phone.exten) : undefined
  const head = { ...(leg ? legs.headOf(call, leg) : { callId: call.callId }), connectionId: phone.uid }
  outlet.emit('call.offered', at, head, offerData(call.direction, number, phone.exten))
  if (leg) legs.alert(call, leg, at)
  return call
}

const openLeg = (call: Call, legs: Context['legs'], phone: Channel): Leg => {
  const agentId = phone.agentId ?? phone.endpoint
  return legs.open(
    call,
    { agentId, deviceId: phone.endpoint, role: 'owner', phone: phone.uid, dest: phone.uid },
    phone.uid,
  )
}

/** Whether this channel can be heard by the customer of the call. */
export const reachesCustomer = ({ pbx }: Context, call: Call, channel: Channel): boolean =>
  call.primary === channel.uid || (call.primary !== undefined && pbx.reach(channel.uid).has(call.primary))

/**
 * The agent on whose behalf this channel calls a colleague while the customer waits; undefined when it calls for the
 * customer.
 */
export const askingLeg = (context: Context, call: Call, channel: Channel | undefined): Leg | undefined => {
  if (call.primary === undefined || (channel && reachesCustomer(context, call, channel))) return undefined
  const own = channel?.agentId
  return call.legs.findLast((leg) => isOwner(leg) && isTalking(leg) && leg.agentId === own) ?? talkingLeg(call)
}

/** The call of a channel that begins to call somebody: its own, its agent's running one (a consult), or a new one. */
export const callOfDialler = (context: Context, channel: Channel, dest: Channel | undefined, at: number): Call => {
  const { book } = context
  const known = book.of(channel)
  if (known) return known
  const host = channel.agentId ? book.hostOf(channel.agentId, channel.uid) : undefined
  if (host) {
    book.alias(host.call, channel.linkedid)
    return host.call
  }
  if (channel.kind === 'phone') return openDialled(context, channel, dest, at)
  return openInbound(context, channel, at, { observed: true })
}
