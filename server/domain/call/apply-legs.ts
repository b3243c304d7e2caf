import type { Entry } from '../entry.ts'
import type { Event, EventOf } from '../event.ts'
import type { ClearCause } from '../words.ts'
import { endSteps } from './apply-steps.ts'
import type { Call, QueueVisit, Segment } from './call.ts'
import { emptySegment } from './empty-call.ts'

export const isTalking = (segment: Segment) => segment.answeredAt !== undefined && segment.endedAt === undefined

/** The segment an event speaks of: named, else its agent's last, else the one that talks. */
export const findSegment = (call: Call, event: Event): Segment | undefined => {
  if (event.segmentId) {
    const named = call.segments.find((segment) => segment.segmentId === event.segmentId)
    if (named) return named
  }
  if (event.agentId) return call.segments.findLast((segment) => segment.agentId === event.agentId)
  if (event.segmentId) return undefined
  return call.segments.findLast((s) => isTalking(s) && s.role === 'owner') ?? call.segments.findLast(isTalking)
}

const ensureSegment = (call: Call, event: Event): Segment | undefined => {
  const found = event.segmentId
    ? call.segments.find((segment) => segment.segmentId === event.segmentId)
    : call.segments.findLast((segment) => segment.agentId === event.agentId && segment.endedAt === undefined)
  if (found || !event.agentId) return found
  const segment = emptySegment(event.segmentId ?? `${call.callId}#${call.segments.length + 1}`, event.agentId)
  segment.deviceId = event.deviceId
  segment.queueId = event.queueId ?? openVisit(call)?.queueId
  segment.needInherited = call.segments.some((s) => s.steps.need_identification.status === 'done')
  call.segments.push(segment)
  return segment
}

const openVisit = (call: Call, queueId?: string): QueueVisit | undefined =>
  call.queueVisits.findLast((v) => v.to === undefined && (queueId === undefined || v.queueId === queueId))

/** The queue the customer was last in, as far as anybody knows. */
export const lastQueueOf = (call: Call): string | undefined =>
  call.queueVisits.at(-1)?.queueId ?? call.segments.findLast((segment) => segment.queueId)?.queueId

const leaveQueue = (call: Call, at: number, outcome: QueueVisit['outcome'], queueId?: string): void => {
  const visit = openVisit(call, queueId)
  if (!visit) return
  visit.to = at
  visit.outcome = outcome
}

export const joinQueue = (call: Call, event: Event, at: number): void => {
  if (!event.queueId || openVisit(call, event.queueId)) return
  call.queueVisits.push({ queueId: event.queueId, from: at })
}

export const dequeue = (call: Call, event: EventOf<'call.dequeued'>, at: number): void =>
  leaveQueue(call, at, event.data.reason, event.queueId)

export const offerTo = (call: Call, event: Event, at: number): void => {
  const segment = ensureSegment(call, event)
  if (segment) segment.offeredAt ??= at
}

export const divert = (call: Call, event: EventOf<'call.diverted'>, at: number): void => {
  const segment = findSegment(call, event)
  if (!segment || segment.answeredAt !== undefined || segment.endedAt !== undefined) return
  segment.endedAt = at
  segment.endCause = event.data.cause ?? 'no_answer'
}

export const connect = (call: Call, event: EventOf<'call.connected'>, at: number): void => {
  const segment = ensureSegment(call, event)
  if (!segment) return
  if (event.data.assist) segment.role = 'assist'
  segment.queueId ??= event.queueId ?? openVisit(call)?.queueId ?? lastQueueOf(call)
  segment.answeredAt ??= at
  segment.endedAt = undefined
  segment.endCause = undefined
  if (segment.role !== 'owner') return
  call.answeredAt ??= at
  leaveQueue(call, at, 'answered', event.queueId)
  const lastVisit = call.queueVisits.at(-1)
  if (lastVisit && lastVisit.outcome === undefined) lastVisit.outcome = 'answered'
}

export const hold = (call: Call, event: EventOf<'call.held'>, at: number): void => {
  const segment = findSegment(call, event)
  const by = event.data.by ?? 'agent'
  if (!segment || segment.answeredAt === undefined || segment.endedAt !== undefined) return
  if (segment.holds.some((h) => h.to === undefined && h.by === by)) return
  segment.holds.push({ from: at, by })
}

export const retrieve = (call: Call, event: EventOf<'call.retrieved'>, at: number): void => {
  const segment = findSegment(call, event)
  const last = segment?.holds.findLast((h) => h.by === (event.data.by ?? 'agent'))
  if (!last || segment?.endedAt !== undefined || (last.to !== undefined && !last.isCut)) return
  last.to = at
  last.isCut = undefined
}

export const endSegment = (segment: Segment, at: number, cause: ClearCause | undefined, eventId: string): void => {
  if (segment.endedAt !== undefined) return
  segment.endedAt = at
  segment.endCause = cause
  for (const span of [...segment.holds, ...segment.consults]) span.to ??= at
  if (segment.answeredAt !== undefined && segment.role === 'owner') endSteps(segment, at, cause, eventId)
}

/** Nothing is known of the segment between the two times: its timers and its place in the flow are void. */
export const markGap = (segment: Segment, from: number, to: number): void => {
  segment.gaps.push({ from, to })
  for (const hold of segment.holds)
    if (hold.to === undefined) {
      hold.to = Math.max(hold.from, from)
      hold.isCut = true
    }
}

/** The handling goes on after all; between its end and now nothing is known of it. */
export const reopen = (segment: Segment, at: number): void => {
  if (segment.endedAt !== undefined) segment.gaps.push({ from: segment.endedAt, to: at })
  segment.endedAt = undefined
  segment.endCause = undefined
}

export const transfer = (call: Call, event: EventOf<'call.transferred'>, at: number): void => {
  const segment = findSegment(call, event)
  if (!segment) return
  segment.transfer = event.data.kind
  endSegment(segment, at, 'transferred', event.eventId)
}

export const clearParty = (call: Call, event: EventOf<'call.party_cleared'>, at: number): void => {
  if (!event.segmentId && !event.agentId) return
  const segment = findSegment(call, event)
  if (segment) endSegment(segment, at, event.data.cause, event.eventId)
}

const OUTCOME: Partial<Record<ClearCause, QueueVisit['outcome']>> = {
  abandoned_in_queue: 'abandoned',
  abandoned_ringing: 'abandoned',
  customer_hangup: 'abandoned',
  queue_timeout: 'timeout',
}

export const clearCall = (
  call: Call,
  entry: Entry,
  cause: ClearCause | undefined,
  mergedInto: string | undefined,
): void => {
  if (call.clearedAt !== undefined && !call.flags.lost) return
  const { at } = entry
  call.clearedAt = at
  call.clearCause = cause
  call.mergedInto = mergedInto
  call.flags.lost = cause === 'lost'
  leaveQueue(call, at, (cause && OUTCOME[cause]) ?? 'other')
  if (cause === 'lost')
    for (const segment of call.segments) if (segment.endedAt === undefined) markGap(segment, call.lastAt, at)
  const rest = cause === 'abandoned_in_queue' || cause === 'abandoned_ringing' ? 'abandoned_ringing' : cause
  for (const segment of call.segments)
    endSegment(segment, at, segment.answeredAt === undefined ? rest : cause, entry.event.eventId)
  for (const span of call.supervision) span.to ??= at
}

export const consultStarted = (call: Call, event: Event, at: number): void => {
  const segment = findSegment(call, event)
  if (segment && isTalking(segment) && !segment.consults.some((c) => c.to === undefined))
    segment.consults.push({ from: at })
}

export const consultEnded = (call: Call, event: Event, at: number): void => {
  const open = findSegment(call, event)?.consults.findLast((c) => c.to === undefined)
  if (open) open.to = at
}
