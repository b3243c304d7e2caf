import type { EventData } from '#server/domain/event.ts'
import { type AmiFields, textOf } from './ami-message.ts'
import { type Call, isOpen, isOwner, type Leg, talkingLeg } from './call-book.ts'
import { customerNumberOf } from './calls.ts'
import type { Context, Readers } from './context.ts'
import type { Channel } from './pbx.ts'

type Row = { channel: Channel; application: string; data: string }

/** How long the answers to a resync may take. */
const PATIENCE_MS = 5_000

const IS_DIALLED = /^\(Outgoing Line\)/i

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
  let linkAt = 0
  let isDue = false
  let hasQueues = false
  let hasChannels = false
  let rows: Row[] = []
  const lostHead = { derived: true }

  const noteRow = (fields: AmiFields, at: number): void => {
    if (pbx.isGone(fields.get('Uniqueid') ?? '')) return
    const isKnown = pbx.channels.has(fields.get('Uniqueid') ?? '')
    const channel = pbx.see(fields, '', at)
    if (!channel) return
    if (!isKnown) channel.createdAt = at - durationMs(fields.get('Duration'))
    const bridge = textOf(fields, 'BridgeId')
    if (bridge) pbx.enter(channel, bridge, at)
    else pbx.leave(channel, at)
    rows.push({ channel, application: fields.get('Application') ?? '', data: fields.get('ApplicationData') ?? '' })
  }

  /** Ends what went away unseen. */
  const reconcile = (at: number): void => {
    const shown = new Set(rows.map((row) => row.channel.uid))
    const gone = [...pbx.channels.values()].filter((c) => !shown.has(c.uid) && c.seenAt < linkAt)
    const goneIds = new Set(gone.map((c) => c.uid))
    for (const call of [...book.calls]) {
      const anchor = call.primary ?? call.originator
      if (anchor === undefined || goneIds.has(anchor) || !pbx.channels.has(anchor)) {
        legs.clear(call, at, 'lost', undefined, lostHead)
        continue
      }
      for (const leg of call.legs.filter(isOpen)) {
        const phone = leg.phone ?? leg.dest
        if (phone === undefined || !pbx.channels.has(phone) || goneIds.has(phone))
          legs.end(call, leg, at, 'lost', lostHead)
      }
    }
    for (const channel of gone) {
      book.unbind(channel.uid)
      pbx.drop(channel, at)
    }
  }

  const isAgentLine = (row: Row) => row.channel.kind === 'phone' && !IS_DIALLED.test(row.data)

  /** Calls in progress that we never saw begin. */
  const discover = (): void => {
    for (const row of rows) {
      const { channel } = row
      if (channel.kind !== 'trunk' || book.of(channel)) continue
      const call = book.open(channel, IS_DIALLED.test(row.data) ? 'outbound' : 'inbound', channel.createdAt)
      call.primary = channel.uid
    }
    for (const row of rows) {
      if (!isAgentLine(row) || book.of(row.channel) || row.channel.bridge === undefined) continue
      const call = book.open(row.channel, 'internal', row.channel.createdAt)
      call.originator = row.channel.uid
    }
    for (const call of book.calls) findQueue(call)
    for (const row of rows) findLeg(row)
  }

  const findQueue = (call: Call): void => {
    const row = rows.find((r) => r.channel.uid === call.primary)
    if (!row || call.queue || row.application !== 'Queue' || row.channel.bridge !== undefined) return
    const queueId = row.data.split(',')[0]
    if (queueId) call.queue = { queueId, uid: row.channel.uid, answered: false }
  }

  /** The caller was taken out of the queue while nobody listened. */
  const closeQueue = (call: Call, at: number): void => {
    if (!call.queue) return
    const row = rows.find((r) => r.channel.uid === call.queue?.uid)
    const isAnswered = call.legs.some((leg) => isOwner(leg) && isOpen(leg) && leg.answeredAt !== undefined)
    if (isAnswered) legs.leaveQueue(call, 'answered', at)
    else if (row && row.application !== '' && row.application !== 'Queue') legs.leaveQueue(call, 'other', at)
  }

  const findLeg = (row: Row): void => {
    const { channel } = row
    if (channel.kind !== 'phone') return
    const bound = book.legOf(channel.uid)
    const call = bound?.call ?? book.of(channel)
    if (!call) return
    const anchor = call.primary ?? call.originator
    const talks = channel.bridge !== undefined && anchor !== undefined && pbx.reach(channel.uid).has(anchor)
    const caller = rows.find((r) => r.channel.uid === call.primary)
    const queueId = caller?.application === 'Queue' ? caller.data.split(',')[0] : undefined
    const leg =
      bound?.leg ??
      legs.open(
        call,
        {
          agentId: channel.agentId ?? channel.endpoint,
          deviceId: channel.endpoint,
          role: 'owner',
          phone: channel.uid,
          dest: channel.uid,
          queueId,
        },
        channel.uid,
      )
    if (talks) {
      leg.answeredAt ??= Number.NaN
      leg.leftAt = undefined
    }
  }

  const stateOf = (call: Call, leg: Leg | undefined): EventData<'feed.snapshot_item'>['callState'] => {
    if (leg?.answeredAt !== undefined) return leg.held.agent || leg.held.customer ? 'held' : 'connected'
    if (leg) return 'alerting'
    return call.queue ? 'queued' : 'offered'
  }

  const sayCall = (call: Call, at: number): void => {
    const leg = talkingLeg(call) ?? call.legs.findLast((l) => isOwner(l) && isOpen(l))
    const queueId = leg?.queueId ?? call.queue?.queueId
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
        ...(isKnown ? { answeredAt: new Date(answeredAt).toISOString() } : {}),
      },
    )
    for (const open of call.legs) if (Number.isNaN(open.answeredAt)) open.answeredAt = at
  }

  const finish = (at: number): void => {
    if (!isDue || !hasQueues || !hasChannels) return
    isDue = false
    rows = rows.filter((row) => !pbx.isGone(row.channel.uid))
    reconcile(at)
    discover()
    for (const call of book.calls) closeQueue(call, at)
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
    QueueEntry(frame) {
      const channel = pbx.see(frame.fields, '', frame.at)
      const call = channel && book.of(channel)
      const queueId = textOf(frame.fields, 'Queue')
      if (call && channel && queueId) call.queue ??= { queueId, uid: channel.uid, answered: false }
    },
    QueueStatusComplete(frame) {
      hasQueues = true
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
    /** A new connection: the next full answer to both questions is a snapshot. */
    expect(at: number): void {
      linkAt = at
      isDue = true
      pbx.forgetGone()
      hasQueues = false
      hasChannels = false
      rows = []
    },
    /** The PBX does not list its channels: the snapshot is made of what is known without. */
    refuseChannels: (at: number): void => giveUp(at, hasQueues),
    /** Nobody answers: what is known must do. */
    tick(at: number): void {
      if (isDue && at - linkAt >= PATIENCE_MS) giveUp(at, true)
    },
  }
}
