import type { AgentNow } from '#server/domain/agent/agent.ts'
import { compareAlerts, isOpen, reachOfJudging } from '#server/domain/call/alerts.ts'
import type { Alert, Call, Evidence, Segment, StepRecord, Verdict } from '#server/domain/call/call.ts'
import { keyOf, skipSubject } from '#server/domain/call/candidate.ts'
import { isOverturned } from '#server/domain/call/disputes.ts'
import { countHolds, holdMs, mergeSpans, overlapMs } from '#server/domain/call/durations.ts'
import type { Law } from '#server/domain/call/judge.ts'
import { levelAt } from '#server/domain/call/levels.ts'
import { readCall, type SegmentReading } from '#server/domain/call/reading.ts'
import { scenarioUntil } from '#server/domain/call/scenario.ts'
import { limitsOf, mayLeaveOut, type Playbook, scenarioOf } from '#server/domain/playbook/limits.ts'
import { certaintyOf } from '#server/domain/speech/certainty.ts'
import { STEPS, type Step, type StepStatus } from '#server/domain/words.ts'
import type { AgentRow, AlertRow, RowCall, StepCell } from '#server/protocol/live.ts'

/** What a screen may say of a step: a skip is not shown before the watermark passed it, nor where it is no fault. */
export const shownStatus = (
  record: StepRecord,
  call: Call,
  segment: Segment,
  playbook: Playbook,
  watermark: number,
): StepStatus => {
  if (record.status !== 'skipped') return record.status
  if (mayLeaveOut(call, segment, record.step, playbook))
    return scenarioUntil(call, segment.endedAt) ? 'not_applicable' : 'unknown'
  return (record.skippedAt ?? 0) > reachOfJudging(call, watermark) ? 'pending' : 'skipped'
}

/** Whether the skip a step shows was disputed and found to be none. */
export const isSkipOverturned = (
  call: Call,
  reading: Pick<SegmentReading, 'segment' | 'skips'>,
  step: Step,
): boolean => {
  const skip = reading.skips.findLast((one) => one.step === step)
  return (
    skip !== undefined && isOverturned(call, keyOf('step_skipped', skipSubject(reading.segment, step), skip.eventId))
  )
}

/** What a screen says of a step that nobody told outright, and how sure that is. */
export const toInferred = ({ source, confidence }: StepRecord): Pick<StepCell, 'isInferred' | 'certainty'> =>
  source === 'inferred' ? { isInferred: true, certainty: certaintyOf(confidence) } : {}

const toCell = (
  record: StepRecord,
  ...on: [call: Call, segment: Segment, playbook: Playbook, watermark: number]
): StepCell => ({
  step: record.step,
  status: shownStatus(record, ...on),
  lateDone: record.lateDone || undefined,
  dwellMs: record.dwellMs || undefined,
  ...toInferred(record),
})

/** The current step's timer start, moved on by the holds behind it. A screen stops the timer itself at `holdSince`. */
const stepSince = ({ segment, visits, current }: SegmentReading, now: number): number | undefined => {
  const visit = visits.at(-1)
  if (!current || !visit) return undefined
  const stay = { from: visit.from, to: segment.holds.find((hold) => hold.to === undefined)?.from ?? now }
  const held = mergeSpans(segment.holds, now).reduce((sum, hold) => sum + overlapMs(stay, hold, now), 0)
  return visit.from + held
}

/** Faults of the step that call nobody and are not minor, as long as nobody put them right. */
const countMarks = (verdicts: readonly Verdict[], segment: Segment, step: Step): number | undefined =>
  verdicts.filter(
    (verdict) =>
      verdict.as !== 'alert' &&
      !verdict.isOverturned &&
      verdict.severity !== 'minor' &&
      verdict.step === step &&
      verdict.segmentId === segment.segmentId &&
      verdict.condition !== 'put_right',
  ).length || undefined

const seconds = (value: number | undefined) => (value === undefined ? undefined : value * 1000)

export const toRowCall = (
  call: Call,
  segment: Segment,
  law: Law,
  verdicts: readonly Verdict[],
  times: { watermark: number; now: number },
  hasQueueEvidence: boolean,
): RowCall => {
  const scenario = scenarioUntil(call, segment.endedAt)
  const { playbook } = law
  const reading = readCall(call, law).of(segment)
  const { current } = reading
  const now = levelAt(call, reachOfJudging(call, times.watermark))
  const limits = current && limitsOf(playbook, scenario, current)
  const talk = scenarioOf(playbook, scenario)?.talkSec
  const help = call.help.findLast((h) => h.takenAt === undefined && h.cancelledAt === undefined)
  const before = call.segments.findLast(
    (s) => s !== segment && s.transfer && (s.endedAt ?? 0) <= (segment.answeredAt ?? 0),
  )
  return {
    callId: call.callId,
    segmentId: segment.segmentId,
    direction: call.direction,
    queueId: segment.queueId,
    caller: call.customer?.masked,
    scenario,
    scenarioSource: call.scenarioSource,
    startedAt: call.startedAt,
    answeredAt: segment.answeredAt,
    endedAt: segment.endedAt,
    holdSince: segment.holds.findLast((h) => h.to === undefined)?.from,
    holdMs: holdMs({ ...segment, holds: segment.holds.filter((h) => h.to !== undefined) }, times.now),
    holdCount: countHolds(segment),
    steps:
      reading.hasEvidence || hasQueueEvidence
        ? STEPS.map((step) => ({
            ...toCell(reading.steps[step], call, segment, playbook, times.watermark),
            isOverturned: isSkipOverturned(call, reading, step) || undefined,
            marks: countMarks(verdicts, segment, step),
          }))
        : null,
    current,
    beingSaid: reading.beingSaid,
    stepSince: stepSince(reading, times.now),
    stepWarnMs: seconds(limits?.dwellSec.warn),
    stepMaxMs: seconds(limits?.dwellSec.max),
    talkWarnMs: seconds(talk?.warn),
    talkMaxMs: seconds(talk?.max),
    level: now.level,
    levelSource: now.level > 0 ? now.source : undefined,
    helpSince: help?.at,
    transferredFrom: before?.agentId,
  }
}

/** What decided it first; several phrases of one utterance are shown together. */
const toShortText = (evidence: readonly Evidence[]): string | undefined => {
  const [first] = evidence
  if (!first?.said) return first?.text
  return evidence.flatMap(({ eventId, text }) => (eventId === first.eventId ? (text ?? []) : [])).join('…') || undefined
}

export const toAlertRow = (alert: Alert): AlertRow => ({
  key: alert.key,
  rule: alert.rule,
  severity: alert.severity,
  condition: alert.condition,
  handling: alert.handling,
  dueAt: alert.dueAt,
  endedAt: alert.endedAt,
  step: alert.step,
  level: alert.level,
  source: alert.source,
  about: alert.about,
  limitMs: alert.limitMs,
  handledBy: alert.handledBy,
  evidence: toShortText(alert.evidence),
})

/** What still holds of a handling that is over, such as a complaint, goes with the call to whoever has it now. */
const wentOn = (alert: Alert, call: Call, segment: Segment): boolean =>
  alert.condition === 'holding' &&
  segment.role === 'owner' &&
  segment.endedAt === undefined &&
  call.segments.some((before) => before.segmentId === alert.segmentId && before.endedAt !== undefined)

/** An alert of the call as a whole that was raised while somebody else was talking. */
const wasHeardElsewhere = (alert: Alert, call: Call, segment: Segment): boolean =>
  call.segments.some(
    (other) =>
      other !== segment &&
      other.answeredAt !== undefined &&
      other.answeredAt <= alert.dueAt &&
      alert.dueAt <= (other.endedAt ?? Number.POSITIVE_INFINITY),
  )

/**
 * Alerts for a row: those of the agent's own segment, of the call as a whole, and what came with it; that without the
 * words, which another team may have heard. Open ones first, then worst, oldest.
 */
export const rowAlerts = (alerts: readonly Alert[], call: Call, segment: Segment): AlertRow[] =>
  alerts
    .filter((alert) => alert.condition !== 'refuted' && !alert.isOverturned)
    .toSorted((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || compareAlerts(a, b))
    .flatMap((alert) => {
      const row = toAlertRow(alert)
      if (alert.segmentId === segment.segmentId) return [row]
      if (!alert.segmentId) return [wasHeardElsewhere(alert, call, segment) ? { ...row, evidence: undefined } : row]
      return wentOn(alert, call, segment) ? [{ ...row, evidence: undefined }] : []
    })

export const toAgentRow = (
  agentId: string,
  person: { agentNo: string; name?: string; teamId?: string; team?: string },
  now: AgentNow,
  queues: string[] | undefined,
  shown: { call: RowCall; alerts: AlertRow[] } | undefined,
): AgentRow => ({
  agentId,
  ...person,
  state: now.state,
  sub: now.sub,
  since: now.since,
  reason: now.reason,
  reasonKind: now.reasonKind,
  until: now.until,
  derived: now.derived || undefined,
  queues,
  call: shown?.call,
  alerts: shown?.alerts ?? [],
})
