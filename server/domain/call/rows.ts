import { STEPS } from '../words.ts'
import type { Alert, Call, Segment } from './call.ts'
import type { CallBackReading } from './call-backs.ts'
import type { DisputeReading } from './disputes.ts'
import { countHolds, holdMs, talkMs } from './durations.ts'
import type { CallReading } from './reading.ts'

/** Column name to cell; an absent value is not known or has not happened. */
export type Row = Record<string, string>

const iso = (at: number | undefined) => (at === undefined ? '' : new Date(at).toISOString())
const seconds = (ms: number | undefined) => (ms === undefined ? '' : (ms / 1000).toFixed(1))

const answeredOwners = (call: Call) =>
  call.segments
    .filter((s) => s.answeredAt !== undefined && s.role === 'owner')
    .sort((a, b) => (a.answeredAt ?? 0) - (b.answeredAt ?? 0))

/** The queue of the first join; if nobody heard the first agent's, that of the agent. */
const firstQueueOf = ({ queueVisits: [visit] }: Call, first: Segment | undefined): string | undefined =>
  visit && (first?.answeredAt === undefined || visit.from <= first.answeredAt)
    ? visit.queueId
    : (first?.queueId ?? visit?.queueId)

const lastKnown = (call: Call) => call.clearedAt ?? call.lastAt

/** One row per call: agent and answer of the first leg, queue of the first join, sums over all agents. */
export const callRow = (call: Call): Row => {
  const legs = answeredOwners(call)
  const first = legs[0]
  const visit = call.queueVisits[0]
  const end = lastKnown(call)
  const waitEnd = visit ? (visit.to ?? call.clearedAt) : undefined
  return {
    feedId: call.feedId,
    callId: call.callId,
    direction: call.direction,
    queueId: firstQueueOf(call, first) ?? '',
    startedAt: iso(call.startedAt),
    answeredAt: iso(first?.answeredAt),
    agentId: first?.agentId ?? '',
    clearedAt: iso(call.clearedAt),
    clearCause: call.clearCause ?? '',
    waitSec: visit && waitEnd !== undefined ? seconds(waitEnd - visit.from) : '',
    talkSec: first ? seconds(legs.reduce((sum, s) => sum + talkMs(s, end), 0)) : '',
    holdCount: String(legs.reduce((sum, s) => sum + countHolds(s), 0)),
    holdSec: seconds(legs.reduce((sum, s) => sum + holdMs(s, end), 0)),
    transfers: String(call.segments.filter((s) => s.transfer).length),
  }
}

const waitOf = (call: Call, segment: Segment): string => {
  if (segment.answeredAt === undefined) return ''
  const answeredAt = segment.answeredAt
  const visit = call.queueVisits.findLast((v) => v.queueId === segment.queueId && v.from <= answeredAt)
  return visit ? seconds((visit.to ?? answeredAt) - visit.from) : ''
}

/** One row per agent leg. */
export const segmentRows = (call: Call): Row[] =>
  call.segments.map((segment) => {
    const end = segment.endedAt ?? lastKnown(call)
    return {
      feedId: call.feedId,
      callId: call.callId,
      segmentId: segment.segmentId,
      queueId: segment.queueId ?? '',
      agentId: segment.agentId,
      offeredAt: iso(segment.offeredAt),
      answeredAt: iso(segment.answeredAt),
      endedAt: iso(segment.endedAt),
      endCause: segment.endCause ?? '',
      waitSec: waitOf(call, segment),
      talkSec: segment.answeredAt === undefined ? '' : seconds(talkMs(segment, end)),
      holdCount: String(countHolds(segment)),
      holdSec: seconds(holdMs(segment, end)),
      transfer: segment.transfer ?? '',
    }
  })

/** One row per step of every agent leg that has steps at all. */
export const stepRows = (call: Call, reading: CallReading): Row[] =>
  answeredOwners(call).flatMap((segment) =>
    STEPS.map((step) => {
      const record = reading.of(segment).steps[step]
      return {
        feedId: call.feedId,
        callId: call.callId,
        segmentId: segment.segmentId,
        agentId: segment.agentId,
        step,
        status: record.status,
        source: record.source ?? '',
        enteredAt: iso(record.enteredAt),
        exitedAt: iso(record.exitedAt),
        dwellSec: seconds(record.dwellMs),
        lateDone: record.lateDone ? '1' : '0',
      }
    }),
  )

/** One row per alert. */
export const alertRows = (call: Call, alerts: readonly Alert[]): Row[] =>
  alerts.map((alert) => ({
    feedId: call.feedId,
    callId: call.callId,
    key: alert.key,
    rule: alert.rule,
    severity: alert.severity,
    agentId: alert.agentId ?? '',
    segmentId: alert.segmentId ?? '',
    step: alert.step ?? '',
    level: alert.level === undefined ? '' : String(alert.level),
    dueAt: iso(alert.dueAt),
    condition: alert.condition,
    endedAt: iso(alert.endedAt),
    handling: alert.handling,
  }))

/** One row per disputed verdict. */
export const disputeRows = (call: Call, disputes: readonly DisputeReading[]): Row[] =>
  disputes.map(({ dispute, ...what }) => ({
    feedId: call.feedId,
    callId: call.callId,
    key: what.key,
    rule: what.rule,
    agentId: what.agentId ?? '',
    segmentId: what.segmentId ?? '',
    step: what.step ?? '',
    dueAt: iso(what.dueAt),
    state: what.state,
    disputedAt: iso(dispute.at),
    disputedBy: dispute.by,
    reason: dispute.reason,
    decidedAt: iso(dispute.decided?.at),
    decidedBy: dispute.decided?.by ?? '',
    decision: dispute.decided?.reason ?? '',
  }))

/** One row per call back to the customer. */
export const callBackRows = (call: Call, callBacks: readonly CallBackReading[]): Row[] =>
  callBacks.map(({ callBack: { dueAt, openedAt, closed }, ...what }) => ({
    feedId: call.feedId,
    callId: call.callId,
    key: what.key,
    rule: what.rule,
    agentId: what.agentId ?? '',
    dueAt: iso(dueAt),
    openedAt: iso(openedAt),
    callBy: iso(what.callBy),
    state: what.state,
    withdrawn: what.withdrawn ?? '',
    closedAt: iso(closed?.at),
    closedBy: closed?.by ?? '',
    note: closed?.note ?? '',
  }))
