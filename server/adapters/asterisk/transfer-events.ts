import type { AmiFrame } from './ami-message.ts'
import type { Call, Leg } from './call-book.ts'
import type { Context, Readers } from './context.ts'

/** The open or just ended leg of a channel that hands the customer over. */
const transfererLeg = ({ pbx, book }: Context, frame: AmiFrame, prefixes: string[]) => {
  for (const prefix of prefixes) {
    const channel = pbx.see(frame.fields, prefix, frame.at)
    if (!channel) continue
    const bound = book.legOf(channel.uid)
    if (bound?.leg.role === 'owner') return bound
    const call = book.of(channel)
    const past = call?.legs.findLast((leg) => leg.phone === channel.uid && leg.role === 'owner')
    if (call && past) return { call, leg: past }
  }
  return undefined
}

/** Two calls became one: the younger ends in the older, its agents go on there. */
const merge = ({ book, outlet, legs }: Context, one: Call, other: Call, at: number): void => {
  const [kept, lost] = one.startedAt <= other.startedAt ? [one, other] : [other, one]
  for (const leg of lost.legs) if (!leg.ended) legs.end(lost, leg, at, 'transferred')
  outlet.emit('call.cleared', at, { callId: lost.callId }, { cause: 'transferred', mergedInto: kept.callId })
  outlet.emit('call.attributes', at, { callId: kept.callId, related: { replacesCallId: lost.callId } }, {})
  const linkedids = [...lost.linkedids]
  book.close(lost)
  for (const linkedid of linkedids) book.alias(kept, linkedid)
}

const targetOf = ({ pbx, roster, book }: Context, frame: AmiFrame, call: Call, from: Leg): string | undefined => {
  const target = pbx.see(frame.fields, 'TransferTarget', frame.at)
  const bound = target && book.legOf(target.uid)
  if (bound) return bound.leg.agentId
  if (target?.kind === 'phone') return target.agentId
  const asked = call.legs.findLast((leg) => leg.from === from.segmentId)
  if (asked) return asked.agentId
  const exten = frame.fields.get('Extension')
  return exten && roster.hasAgent(exten) ? exten : undefined
}

export const transferReaders = (context: Context): Readers => {
  const { book, pbx, legs } = context
  const isDone = (frame: AmiFrame) => frame.fields.get('Result') === 'Success'

  return {
    BlindTransfer(frame) {
      pbx.see(frame.fields, 'Transferee', frame.at)
      const bound = transfererLeg(context, frame, ['Transferer'])
      if (!bound || !isDone(frame)) return
      legs.transfer(bound.call, bound.leg, frame.at, 'blind', targetOf(context, frame, bound.call, bound.leg))
    },
    AttendedTransfer(frame) {
      if (!isDone(frame)) return
      const bound = transfererLeg(context, frame, ['OrigTransferer', 'SecondTransferer'])
      if (bound)
        legs.transfer(bound.call, bound.leg, frame.at, 'attended', targetOf(context, frame, bound.call, bound.leg))
      const [one, other] = ['OrigTransfererLinkedid', 'SecondTransfererLinkedid'].map((name) =>
        book.byLinkedid(frame.fields.get(name) ?? ''),
      )
      if (one && other && one !== other) merge(context, one, other, frame.at)
    },
    LocalOptimizationBegin(frame) {
      for (const prefix of ['LocalOne', 'LocalTwo', 'Source']) pbx.see(frame.fields, prefix, frame.at)
    },
  }
}
