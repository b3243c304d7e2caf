import type { ClearCause } from '#server/domain/words.ts'
import type { AmiFrame } from './ami-message.ts'
import type { Call, Leg } from './call-book.ts'
import { askingLeg, callOfDialler, openPlaced } from './calls.ts'
import type { Context, Readers } from './context.ts'
import { type DivertCause, ringEndOf } from './end-causes.ts'
import type { Channel } from './pbx.ts'

const DIAL_FAILURES: Readonly<Record<string, ClearCause>> = {
  BUSY: 'busy',
  NOANSWER: 'no_answer',
  CONGESTION: 'network_failure',
  CHANUNAVAIL: 'network_failure',
}

/** Begins the leg of an agent who is called: for the customer, or for a colleague who asks. */
const callAgent = (context: Context, call: Call, by: Channel | undefined, dest: Channel, at: number): Leg => {
  const { legs } = context
  const asking = askingLeg(context, call, by)
  const previous = call.legs.findLast((leg) => leg.ended?.cause === 'transferred')
  const leg = legs.open(
    call,
    {
      agentId: dest.agentId ?? dest.endpoint,
      deviceId: dest.endpoint,
      role: asking ? 'consult' : 'owner',
      from: (asking ?? previous)?.segmentId,
      phone: dest.uid,
      dest: dest.uid,
    },
    dest.uid,
  )
  legs.alert(call, leg, at)
  return leg
}

const begin = (context: Context, frame: AmiFrame): void => {
  const { pbx, book } = context
  const by = pbx.see(frame.fields, '', frame.at)
  const dest = pbx.see(frame.fields, 'Dest', frame.at)
  if (!dest || book.legOf(dest.uid)) return
  if (by?.kind === 'local') {
    const half = pbx.otherHalf(by)
    const near = book.legOf(by.uid) ?? (half && book.legOf(half.uid))
    if (near && dest.kind === 'phone' && near.leg.agentId === dest.agentId && near.leg.phone === undefined) {
      near.leg.phone = dest.uid
      return book.bind(dest.uid, near.call, near.leg)
    }
  }
  if (!by) {
    const call = book.of(dest)
    if (call && dest.kind === 'phone') callAgent(context, call, undefined, dest, frame.at)
    else if (!call && dest.kind === 'trunk') openPlaced(context, dest, dest.callerNum, frame.at)
    return
  }
  const call = callOfDialler(context, by, dest, frame.at)
  if (dest.kind === 'trunk' && by.uid === call.originator && call.primary === undefined) call.primary = dest.uid
  if (dest.kind === 'phone') callAgent(context, call, by, dest, frame.at)
}

const answer = (context: Context, dest: Channel, at: number): void => {
  const { book, legs } = context
  const bound = book.legOf(dest.uid)
  const call = bound?.call ?? book.of(dest)
  if (bound && (bound.leg.dest === dest.uid || bound.leg.dest === undefined)) legs.connect(bound.call, bound.leg, at)
  if (!call?.originator) return
  const own = book.legOf(call.originator)
  const isTheOther = call.primary === dest.uid || (call.primary === undefined && bound !== undefined)
  if (own && own.call === call && isTheOther) legs.connect(call, own.leg, at)
}

/** Calls placed by Dial, Queue, Originate and transfers: who rings, who answers, who does not. */
export const dialReaders = (context: Context): Readers => {
  const { pbx, book, legs } = context
  return {
    DialBegin: (frame) => begin(context, frame),
    DialEnd(frame) {
      pbx.see(frame.fields, '', frame.at)
      const dest = pbx.see(frame.fields, 'Dest', frame.at)
      const status = frame.fields.get('DialStatus') ?? ''
      if (!dest) return
      if (status === 'ANSWER') return answer(context, dest, frame.at)
      const call = book.of(dest)
      if (call && call.primary === dest.uid) call.dialFailure = DIAL_FAILURES[status] ?? call.dialFailure
      const bound = book.legOf(dest.uid)
      if (bound?.leg.dest === dest.uid) legs.divert(bound.call, bound.leg, frame.at, divertCauseOf(dest, status))
    },
  }
}

const divertCauseOf = (dest: Channel, status: string): DivertCause => {
  if (status === 'BUSY') return 'busy'
  if (status === 'NOANSWER') return ringEndOf(dest.hangup?.cause) ?? 'no_answer'
  return ringEndOf(dest.hangup?.cause) ?? 'other'
}
