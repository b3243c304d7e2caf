import type { Entry } from '../entry.ts'
import type { Event, EventOf } from '../event.ts'
import type { FloorSettings } from '../settings.ts'
import type { AlertHandling, CallState, Rule } from '../words.ts'
import {
  clearCall,
  clearParty,
  connect,
  consultEnded,
  consultStarted,
  dequeue,
  divert,
  findSegment,
  hold,
  isTalking,
  joinQueue,
  offerTo,
  reopen,
  retrieve,
  transfer,
} from './apply-legs.ts'
import { applyGap, applySnapshotItem } from './apply-observed.ts'
import { applyStep } from './apply-steps.ts'
import { applyLevel, applyTranscript, noteMood, noteStream } from './apply-words.ts'
import type { Call } from './call.ts'
import { closeCallBack, openCallBack } from './call-backs.ts'
import { applyDispute, applyRuling } from './disputes.ts'
import { isOwner } from './order.ts'
import { scenarioFromSettings, setScenario } from './scenario.ts'
import { touch } from './version.ts'

/** Types that prove a call to be alive, also after it was cleared as lost. */
const LIFE = new Set<string>(['call.queued', 'call.alerting', 'call.connected', 'call.held', 'feed.snapshot_item'])

/** Where the call stands, read off its parts. */
export const deriveState = (call: Call): CallState => {
  if (call.clearedAt !== undefined) return call.state === 'failed' ? 'failed' : 'cleared'
  const talking = call.segments.filter(isTalking)
  if (talking.some((s) => s.consults.some((c) => c.to === undefined))) return 'consulting'
  if (talking.length > 1) return 'conferenced'
  if (talking.some((s) => s.holds.some((h) => h.to === undefined))) return 'held'
  if (talking.length === 1) return 'connected'
  if (call.segments.some((s) => s.endedAt === undefined && s.offeredAt !== undefined)) return 'alerting'
  if (call.queueVisits.some((v) => v.to === undefined)) return 'queued'
  return 'offered'
}

const takeAttributes = (call: Call, event: EventOf<'call.offered' | 'call.attributes'>): void => {
  const { data } = event
  if (data.direction && data.direction !== 'unknown') call.direction = data.direction
  call.customer = data.customer ?? call.customer
  call.dialled = data.dialled ?? call.dialled
  call.ivrKey = data.ivrKey ?? call.ivrKey
  if (event.type === 'call.attributes')
    for (const tag of event.data.tags ?? []) if (!call.tags.includes(tag)) call.tags.push(tag)
}

const raise = (call: Call, event: EventOf<'alert.raised'>, at: number): void => {
  const rule = event.data.rule as Rule
  call.raised[event.data.key] ??= { rule, dueAt: Date.parse(event.data.dueAt), raisedAt: at, handling: 'open' }
}

const handle = (call: Call, event: EventOf<'alert.handled'>, at: number): void => {
  const alert = call.raised[event.data.key]
  if (!alert) return
  alert.handling = event.data.handling as AlertHandling
  alert.by = event.data.by
  alert.handledAt = at
}

const applyFact = (call: Call, entry: Entry, event: EventOf<'call.fact'>): void => {
  const segmentId = findSegment(call, event)?.segmentId
  call.facts.push({ ...event.data, at: entry.at, eventId: event.eventId, origin: entry.origin, segmentId })
}

const applySupervision = (
  call: Call,
  event: EventOf<'supervision.started' | 'supervision.ended'>,
  at: number,
): void => {
  const { mode, supervisor } = event.data
  if (event.type === 'supervision.started') {
    call.supervision.push({ from: at, mode, supervisor, segmentId: findSegment(call, event)?.segmentId })
    return
  }
  const open = call.supervision.findLast((s) => s.to === undefined && (!supervisor || s.supervisor === supervisor))
  if (open) open.to = at
}

/** A call thought lost shows life: it goes on, and what happened meanwhile is not known. */
const revive = (call: Call, event: Event, at: number): void => {
  if (!call.flags.lost || !LIFE.has(event.type)) return
  call.flags.lost = false
  call.clearedAt = undefined
  call.clearCause = undefined
  for (const segment of call.segments) if (segment.endCause === 'lost') reopen(segment, at)
}

const noteAliases = (call: Call, event: Event): void => {
  for (const id of [event.connectionId, event.segmentId, event.related?.replacesCallId])
    if (id && id !== call.callId && !call.aliases.includes(id)) call.aliases.push(id)
}

/** Folds one entry into the call. Entries must come in the order of `orderEntries`. */
export const applyEntry = (call: Call, entry: Entry, settings: FloorSettings): void => {
  const { event, at } = entry
  const isTold = isOwner(entry)
  const isBegin = isTold && call.eventCount === 0
  touch(call, event.type === 'transcript.segment' && !isBegin)
  if (isBegin) {
    call.startedAt = at
    call.lastAt = at
  }
  revive(call, event, at)
  dispatch(call, entry, event, at)
  // Only telephony says when a call lives and by which ids it is known; a companion may err.
  if (isTold) {
    noteAliases(call, event)
    call.lastAt = Math.max(call.lastAt, at)
    call.eventCount += 1
  }
  const scenario = scenarioFromSettings(call, settings)
  if (scenario) setScenario(call, scenario, 'settings', at)
  if (event.type !== 'call.failed') call.state = deriveState(call)
}

const dispatch = (call: Call, entry: Entry, event: Event, at: number): void => {
  switch (event.type) {
    case 'call.offered':
    case 'call.attributes':
      return takeAttributes(call, event)
    case 'call.queued':
      return joinQueue(call, event, at)
    case 'call.dequeued':
      return dequeue(call, event, at)
    case 'call.alerting':
      return offerTo(call, event, at)
    case 'call.diverted':
      return divert(call, event, at)
    case 'call.connected':
      return connect(call, event, at)
    case 'call.held':
      return hold(call, event, at)
    case 'call.retrieved':
      return retrieve(call, event, at)
    case 'call.consult_started':
      return consultStarted(call, event, at)
    case 'call.consult_ended':
      return consultEnded(call, event, at)
    case 'call.transferred':
      return transfer(call, event, at)
    case 'call.party_cleared':
      return clearParty(call, event, at)
    case 'call.cleared':
      return clearCall(call, entry, event.data.cause, event.data.mergedInto)
    case 'call.failed':
      clearCall(call, entry, event.data.cause, undefined)
      call.state = 'failed'
      return
    case 'call.gap':
      return applyGap(call, event)
    case 'feed.snapshot_item':
      return applySnapshotItem(call, event, at)
    case 'step.entered':
    case 'step.completed':
    case 'step.skipped':
    case 'step.reset': {
      const segment = findSegment(call, event)
      if (segment?.role === 'owner' && segment.answeredAt !== undefined) applyStep(segment, entry, event)
      return
    }
    case 'scenario.tagged':
      return setScenario(call, event.data.scenario, 'event', at)
    case 'call.scenario_set':
      return setScenario(call, event.data.scenario, 'person', at)
    case 'signal.sentiment':
      return noteMood(call, entry, event)
    case 'complaint.level':
      return applyLevel(call, entry, event, findSegment(call, event)?.segmentId)
    case 'call.fact':
      return applyFact(call, entry, event)
    case 'transcript.segment':
      return applyTranscript(call, entry, event)
    case 'transcript.started':
    case 'transcript.ended':
    case 'transcript.failed':
      return noteStream(call, entry, event.type)
    case 'help.requested':
      call.help.push({ at, reason: event.data.reason })
      return
    case 'help.cancelled':
    case 'help.taken': {
      const open = call.help.findLast((h) => h.takenAt === undefined && h.cancelledAt === undefined)
      if (open) open[event.type === 'help.taken' ? 'takenAt' : 'cancelledAt'] = at
      return
    }
    case 'supervision.started':
    case 'supervision.ended':
      return applySupervision(call, event, at)
    case 'call.pinned':
      call.pinned ??= event.data
      return
    case 'alert.raised':
      return raise(call, event, at)
    case 'alert.handled':
      return handle(call, event, at)
    case 'verdict.disputed':
      return applyDispute(call, event, at)
    case 'callback.opened':
      return openCallBack(call, event, at)
    case 'callback.done':
    case 'callback.dropped':
      return closeCallBack(call, event, at)
    case 'dispute.decided':
      return applyRuling(call, event, at)
    default:
      return
  }
}
