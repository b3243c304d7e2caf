import type { EventOf } from '../event.ts'
import { lastQueueOf, markGap, reopen } from './apply-legs.ts'
import type { Call, Segment } from './call.ts'
import { emptySegment } from './empty-call.ts'

/** What happened to this call between the two times is not known. */
export const applyGap = (call: Call, event: EventOf<'call.gap'>): void => {
  const from = Date.parse(event.data.from)
  const to = Date.parse(event.data.to)
  for (const segment of call.segments)
    if (segment.endedAt === undefined || segment.endedAt >= from) markGap(segment, from, to)
}

/** A live call as the switch sees it: what is not known yet is taken from it, what came before stays unknown. */
export const applySnapshotItem = (call: Call, event: EventOf<'feed.snapshot_item'>, at: number): void => {
  const { data } = event
  if (call.eventCount === 0) {
    call.flags.unknownStart = true
    if (data.startedAt) call.startedAt = Date.parse(data.startedAt)
  }
  call.direction = data.direction && data.direction !== 'unknown' ? data.direction : call.direction
  call.customer ??= data.customer
  call.dialled ??= data.dialled
  call.ivrKey ??= data.ivrKey
  const waits = data.callState === 'queued' || data.queuedAt !== undefined
  if (waits && event.queueId && !call.queueVisits.some((v) => v.to === undefined))
    call.queueVisits.push({
      queueId: event.queueId,
      from: data.queuedAt ? Date.parse(data.queuedAt) : call.startedAt,
    })
  if (event.agentId) observeAgent(call, event, event.agentId, at)
}

/** Whatever step was taken before the first look at the segment stays unknown. */
const joinLate = (segment: Segment, from: number, at: number): void => {
  segment.gaps.push({ from, to: at })
  for (const record of Object.values(segment.steps)) record.status = 'unknown'
}

const observeAgent = (call: Call, event: EventOf<'feed.snapshot_item'>, agentId: string, at: number): void => {
  const { data } = event
  const known = call.segments.find((s) =>
    event.segmentId ? s.segmentId === event.segmentId : s.agentId === agentId && s.endedAt === undefined,
  )
  if (known?.endedAt !== undefined) reopen(known, at)
  const segment = known ?? emptySegment(event.segmentId ?? `${call.callId}#${call.segments.length + 1}`, agentId)
  const isAnswered = data.answeredAt !== undefined || data.callState === 'connected' || data.callState === 'held'
  if (!known) {
    segment.queueId = event.queueId
    segment.deviceId = event.deviceId
    if (isAnswered) joinLate(segment, call.startedAt, at)
    call.segments.push(segment)
  }
  if (isAnswered) {
    segment.queueId ??= event.queueId ?? lastQueueOf(call)
    segment.answeredAt ??= data.answeredAt ? Date.parse(data.answeredAt) : at
    call.answeredAt ??= segment.answeredAt
  } else segment.offeredAt ??= at
  const open = segment.holds.find((h) => h.to === undefined)
  if (data.held === true && !open && segment.answeredAt !== undefined) segment.holds.push({ from: at, by: 'agent' })
  if (data.held === false && open) open.to = at
}
