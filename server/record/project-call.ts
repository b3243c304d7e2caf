import type { CallRecord } from '#db/writes/save-record.ts'
import type { Call } from '../domain/call/call.ts'
import type { Contribution } from '../domain/call/contributions.ts'
import type { CallReading } from '../domain/call/reading.ts'
import { callRow, type Row, segmentRows, stepRows } from '../domain/call/rows.ts'
import { dayAfter, keepOf, type Retention } from '../domain/retention.ts'
import { STEPS } from '../domain/words.ts'
import type { CallView } from '../protocol/call-view.ts'

/** Days words are kept, and today: words whose time is over already are not written. */
export type Keeping = { days: Pick<Retention, 'transcript' | 'complaint_transcript'>; today: string }

/** Everything of a call that is recorded. */
export type CallProjection = {
  call: Call
  reading: CallReading
  view: CallView
  contributions: readonly Contribution[]
}

const iso = (at: number) => new Date(at).toISOString()
const isoOr = (at: number | undefined) => (at === undefined ? null : iso(at))
/** The offline fold writes what it does not know as an empty cell. */
const cell = (row: Row | undefined, name: string) => row?.[name] || null
const required = (row: Row | undefined, name: string) => row?.[name] ?? ''

/** Words are kept in one place only, from where they go in time. */
const withoutWords = (evidence: CallView['alerts'][number]['evidenceList']) =>
  evidence.map((fact) => (fact.kind === 'utterance' ? { ...fact, text: undefined } : fact))

const toKeptView = (view: CallView): CallView => ({
  ...view,
  live: false,
  transcript: null,
  segments: view.segments.map((segment) => ({
    ...segment,
    steps: segment.steps.map((step) => ({ ...step, evidence: withoutWords(step.evidence) })),
  })),
  alerts: view.alerts.map((alert) => ({
    ...alert,
    evidence: alert.evidenceList[0]?.kind === 'utterance' ? undefined : alert.evidence,
    evidenceList: withoutWords(alert.evidenceList),
  })),
  levels: view.levels.map((change) => ({
    ...change,
    evidenceList: change.evidenceList && withoutWords(change.evidenceList),
  })),
  marks: view.marks?.map((mark) => ({ ...mark, evidenceList: withoutWords(mark.evidenceList) })),
})

const toTranscript = ({ call, view }: CallProjection, { days, today }: Keeping): CallRecord['transcript'] => {
  const keep = keepOf({ peakLevel: view.peakLevel, scenario: call.scenario })
  return call.utterances
    .map(({ utteranceId, revision, at, role, agentId, text, isFinal }) => ({
      feedId: call.feedId,
      callId: call.callId,
      utteranceId,
      revision,
      at: iso(at),
      role,
      agentId,
      text,
      isFinal,
      keep,
      keepUntil: dayAfter(at, days[keep]),
    }))
    .filter(({ keepUntil }) => keepUntil > today)
}

const toCall = ({ call, view }: CallProjection): CallRecord['call'] => {
  const row = callRow(call)
  return {
    feedId: call.feedId,
    callId: call.callId,
    direction: call.direction,
    state: call.state,
    queueId: cell(row, 'queueId'),
    startedAt: required(row, 'startedAt'),
    answeredAt: cell(row, 'answeredAt'),
    agentId: cell(row, 'agentId'),
    clearedAt: cell(row, 'clearedAt'),
    clearCause: call.clearCause,
    waitSec: cell(row, 'waitSec'),
    talkSec: cell(row, 'talkSec'),
    holdCount: Number(required(row, 'holdCount')),
    holdSec: cell(row, 'holdSec'),
    transfers: Number(required(row, 'transfers')),
    mergedInto: call.mergedInto,
    caller: call.customer?.masked,
    customerRef: call.customer?.customerRef,
    dialled: call.dialled,
    ivrKey: call.ivrKey,
    scenario: call.scenario,
    scenarioSource: call.scenarioSource,
    level: view.level,
    peakLevel: view.peakLevel,
    playbookVersion: call.pinned?.playbook,
    rulesVersion: call.pinned?.rules,
    settingsVersion: call.pinned?.settings,
    view: toKeptView(view),
  }
}

const toSegments = ({ call }: CallProjection): CallRecord['segments'] => {
  const rows = new Map(segmentRows(call).map((row) => [row.segmentId, row]))
  return call.segments.map((segment) => {
    const row = rows.get(segment.segmentId)
    return {
      feedId: call.feedId,
      callId: call.callId,
      segmentId: segment.segmentId,
      startedAt: iso(call.startedAt),
      role: segment.role,
      queueId: segment.queueId,
      agentId: segment.agentId,
      deviceId: segment.deviceId,
      offeredAt: isoOr(segment.offeredAt),
      answeredAt: isoOr(segment.answeredAt),
      endedAt: isoOr(segment.endedAt),
      endCause: segment.endCause,
      waitSec: cell(row, 'waitSec'),
      talkSec: cell(row, 'talkSec'),
      holdCount: Number(required(row, 'holdCount')),
      holdSec: cell(row, 'holdSec'),
      transfer: segment.transfer,
    }
  })
}

const toSteps = ({ call, reading }: CallProjection): CallRecord['steps'] => {
  const segments = new Map(call.segments.map((segment) => [segment.segmentId, segment]))
  return stepRows(call, reading).flatMap((row) => {
    const segment = segments.get(required(row, 'segmentId'))
    const step = STEPS.find((name) => name === row.step)
    if (!segment || !step) return []
    const { status, source, lateDone, confidence } = reading.of(segment).steps[step]
    return {
      feedId: call.feedId,
      callId: call.callId,
      segmentId: segment.segmentId,
      startedAt: iso(call.startedAt),
      step,
      agentId: segment.agentId,
      status,
      source,
      enteredAt: cell(row, 'enteredAt'),
      exitedAt: cell(row, 'exitedAt'),
      dwellSec: required(row, 'dwellSec'),
      lateDone,
      confidence,
    }
  })
}

const toAlerts = ({ call, view }: CallProjection): CallRecord['alerts'] =>
  view.alerts.map(({ dueAt, endedAt, evidence, evidenceList, ...alert }) => ({
    ...alert,
    feedId: call.feedId,
    callId: call.callId,
    dueAt: iso(dueAt),
    endedAt: isoOr(endedAt),
    handledAt: isoOr(call.raised[alert.key]?.handledAt),
    evidence: withoutWords(evidenceList),
    dispute: view.disputes?.find((dispute) => dispute.key === alert.key)?.state,
  }))

const toDisputes = ({ call, view }: CallProjection): CallRecord['disputes'] =>
  (view.disputes ?? []).map(({ dueAt, at, by, byId, reason, decided, ...what }) => ({
    ...what,
    feedId: call.feedId,
    callId: call.callId,
    dueAt: iso(dueAt),
    disputedAt: iso(at),
    disputedBy: by,
    disputedById: byId,
    reason: reason ?? '',
    decidedAt: isoOr(decided?.at),
    decidedBy: decided?.by,
    decision: decided?.reason,
  }))

const toCallBacks = ({ call, view }: CallProjection): CallRecord['callBacks'] =>
  (view.callBacks ?? []).map(({ dueAt, openedAt, callBy, closed, ...what }) => ({
    ...what,
    feedId: call.feedId,
    callId: call.callId,
    customerRef: call.customer?.customerRef,
    dueAt: iso(dueAt),
    openedAt: iso(openedAt),
    callBy: iso(callBy),
    closedAt: isoOr(closed?.at),
    closedBy: closed?.by,
    note: closed?.note,
  }))

/** The rows a call leaves in the record. */
export const toCallRecord = (projection: CallProjection, keeping: Keeping): CallRecord => {
  const { call, contributions } = projection
  const { feedId, callId } = call
  return {
    call: toCall(projection),
    segments: toSegments(projection),
    steps: toSteps(projection),
    alerts: toAlerts(projection),
    disputes: toDisputes(projection),
    callBacks: toCallBacks(projection),
    intervals: contributions.map(({ interval, ...counts }) => ({
      feedId,
      callId,
      intervalStart: iso(interval),
      ...counts,
    })),
    transcript: toTranscript(projection, keeping),
  }
}
