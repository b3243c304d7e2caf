import type { EventData } from '#server/domain/event.ts'
import { type AmiFields, textOf } from './ami-message.ts'
import { type Call, isOpen, isOwner, type Leg } from './call-book.ts'
import { customerNumberOf } from './calls.ts'
import type { Context, Readers } from './context.ts'
import { createSeenCalls, type Row, type Waiting } from './seen-calls.ts'

/** How long the answers to a resync may take. */
const PATIENCE_MS = 5_000

/** `00:01:05` -> 65,000 ms. */
const durationMs = (text: string | undefined): number => {
  const [h, m, s] = (text ?? '').split(':').map(Number)
  return Number.isFinite(h) && Number.isFinite(m) && Number.isFinite(s)
    ? (((h ?? 0) * 60 + (m ?? 0)) * 60 + (s ?? 0)) * 1000
    : 0
}

/**
 * What the PBX shows after a (re)connect: QueueStatus and CoreShowChannels become one snapshot. What we knew and is no
 * longer there ended while nobody listened; what we did not know has an unknown history.
 */
export const createSnapshot = (context: Context) => {
  const { pbx, book, roster, legs, outlet } = context
  const seen = createSeenCalls(context)
  let linkAt = 0
  let isDue = false
  let hasQueues = false
  let hasChannels = false
  let rows: Row[] = []
  /** Callers of the answer that is coming in, and of the last whole one since the link went up. */
  let heard: Waiting[] = []
  let waiting: Waiting[] | undefined

  const noteRow = (fields: AmiFields, at: number): void => {
    if (pbx.isGone(fields.get('Uniqueid') ?? '')) return
    const isKnown = pbx.channels.has(fields.get('Uniqueid') ?? '')
    const channel = pbx.see(fields, '', at)
    if (!channel) return
    if (!isKnown) channel.createdAt = pbx.beganAt(at - durationMs(fields.get('Duration')))
    const bridge = textOf(fields, 'BridgeId')
    if (bridge) pbx.enter(channel, bridge, at)
    else pbx.leave(channel, at)
    rows.push({ channel, application: fields.get('Application') ?? '', data: fields.get('ApplicationData') ?? '' })
  }

  const stateOf = (call: Call, leg: Leg | undefined): EventData<'feed.snapshot_item'>['callState'] => {
    if (leg?.answeredAt !== undefined) return leg.held.agent || leg.held.customer ? 'held' : 'connected'
    if (leg) return 'alerting'
    return call.queue ? 'queued' : 'offered'
  }

  const sayLeg = (call: Call, leg: Leg | undefined, at: number): void => {
    const { queue } = call
    const queueId = leg?.queueId ?? queue?.queueId
    const primary = call.primary === undefined ? undefined : pbx.channels.get(call.primary)
    const customerNumber = customerNumberOf(primary?.callerNum)
    const answeredAt = leg?.answeredAt
    const isKnown = answeredAt !== undefined && !Number.isNaN(answeredAt)
    outlet.emit(
      'feed.snapshot_item',
      at,
      { ...legs.headOf(call, leg), ...(queueId ? { queueId } : {}), observed: true },
      {
        callState: stateOf(call, leg),
        direction: call.direction,
        startedAt: new Date(call.startedAt).toISOString(),
        ...(customerNumber ? { customerNumber } : {}),
        ...(queue?.joinedAt === undefined ? {} : { queuedAt: new Date(queue.joinedAt).toISOString() }),
        ...(isKnown ? { answeredAt: new Date(answeredAt).toISOString() } : {}),
      },
    )
  }

  /** One item for each agent who has or is offered the call, the one who dialled first. */
  const sayCall = (call: Call, at: number): void => {
    const open = call.legs.filter((leg) => isOwner(leg) && isOpen(leg))
    const isFirst = (leg: Leg) => Number(leg.phone !== undefined && leg.phone === call.originator)
    if (open.length === 0) sayLeg(call, undefined, at)
    for (const leg of open.sort((a, b) => isFirst(b) - isFirst(a))) sayLeg(call, leg, at)
    for (const leg of call.legs) if (Number.isNaN(leg.answeredAt)) leg.answeredAt = at
  }

  const finish = (at: number): void => {
    if (!isDue || !hasQueues || !hasChannels) return
    isDue = false
    rows = rows.filter((row) => !pbx.isGone(row.channel.uid))
    seen.reconcile(rows, linkAt, at)
    seen.discover(rows, at)
    seen.settleQueues(waiting, linkAt, at)
    const asOf = new Date(at).toISOString()
    outlet.emit('feed.snapshot_begin', at, { observed: true }, { asOf })
    roster.sayObserved(at)
    for (const call of book.calls) sayCall(call, at)
    outlet.emit('feed.snapshot_end', at, { observed: true }, {})
    rows = []
  }

  const giveUp = (at: number, queuesKnown: boolean): void => {
    if (!hasChannels) for (const channel of pbx.channels.values()) rows.push({ channel, application: '', data: '' })
    hasChannels = true
    hasQueues = queuesKnown
    finish(at)
  }

  const readers: Readers = {
    QueueParams: (frame) => {
      const queue = textOf(frame.fields, 'Queue')
      if (queue) context.tally.queues.add(queue)
    },
    QueueMember: (frame) => roster.note(frame.fields),
    QueueEntry({ fields }) {
      const [queueId, uid] = [textOf(fields, 'Queue'), textOf(fields, 'Uniqueid')]
      if (queueId && uid) heard.push({ queueId, uid, waitSec: Number(fields.get('Wait')) || 0 })
    },
    QueueStatusComplete(frame) {
      hasQueues = true
      waiting = heard
      heard = []
      if (!isDue) roster.sayAll(frame.at)
      finish(frame.at)
    },
    CoreShowChannel: (frame) => noteRow(frame.fields, frame.at),
    CoreShowChannelsComplete(frame) {
      hasChannels = true
      finish(frame.at)
      rows = []
    },
  }

  return {
    readers,
    /** What is still to be decided waits for what the PBX shows. */
    isDue: () => isDue,
    /** A new connection: the next full answer to both questions is a snapshot. */
    expect(at: number): void {
      linkAt = at
      isDue = true
      pbx.forgetGone()
      hasQueues = false
      hasChannels = false
      rows = []
      heard = []
      waiting = undefined
    },
    /** The PBX does not list its channels: the snapshot is made of what is known without. */
    refuseChannels: (at: number): void => giveUp(at, hasQueues),
    /** Nobody answers: what is known must do. */
    tick(at: number): void {
      if (isDue && at - linkAt >= PATIENCE_MS) giveUp(at, true)
    },
  }
}
