import type { Alert, Call, Segment } from '#server/domain/call/call.ts'
import { dwellMs } from '#server/domain/call/durations.ts'
import { scenarioUntil } from '#server/domain/call/scenario.ts'
import { limitsOf, type Playbook } from '#server/domain/playbook/limits.ts'
import { STEPS } from '#server/domain/words.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import { shownStatus, toAlertRow } from './agent-row.ts'

export type Naming = (agentId: string, at: number) => { agentNo: string; name?: string; team?: string }

type SegmentView = CallView['segments'][number]

const toStepViews = (
  call: Call,
  segment: Segment,
  playbook: Playbook,
  watermark: number,
  now: number,
): SegmentView['steps'] =>
  STEPS.map((step) => {
    const record = segment.steps[step]
    const limits = limitsOf(playbook, scenarioUntil(call, segment.endedAt), step)?.dwellSec
    const visit = segment.visits.at(-1)
    const running = segment.current === step && visit ? dwellMs(visit, segment, now) : 0
    return {
      step,
      status: shownStatus(record, call, segment, playbook, watermark),
      source: record.source,
      lateDone: record.lateDone,
      dwellMs: record.dwellMs + running,
      minMs: limits && limits.min * 1000,
      warnMs: limits && limits.warn * 1000,
      maxMs: limits && limits.max * 1000,
      evidence: record.evidence,
    }
  })

const toSegmentView = (
  call: Call,
  segment: Segment,
  playbook: Playbook,
  watermark: number,
  now: number,
  naming: Naming,
): SegmentView => ({
  segmentId: segment.segmentId,
  agentId: segment.agentId,
  ...naming(segment.agentId, segment.answeredAt ?? segment.offeredAt ?? call.startedAt),
  queueId: segment.queueId,
  role: segment.role,
  offeredAt: segment.offeredAt,
  answeredAt: segment.answeredAt,
  endedAt: segment.endedAt,
  endCause: segment.endCause,
  transfer: segment.transfer,
  holds: segment.holds,
  gaps: segment.gaps,
  visits: segment.visits.map(({ step, from, to }) => ({ step, from, to })),
  steps: toStepViews(call, segment, playbook, watermark, now),
  current: segment.current,
  stepSince: segment.current && segment.visits.at(-1)?.from,
})

/** The whole call for its page. The transcript is complete here; who may not read it gets it cut at the exit. */
export const buildCallView = (
  call: Call,
  alerts: readonly Alert[],
  playbook: Playbook,
  floor: Pick<CallView, 'demo' | 'feedHealth' | 'offsetMs'> & { watermark: number; now: number },
  naming: Naming,
): CallView => ({
  feedId: call.feedId,
  callId: call.callId,
  demo: floor.demo,
  live: call.clearedAt === undefined,
  feedHealth: floor.feedHealth,
  offsetMs: floor.offsetMs,
  direction: call.direction,
  state: call.state,
  startedAt: call.startedAt,
  answeredAt: call.answeredAt,
  clearedAt: call.clearedAt,
  clearCause: call.clearCause,
  mergedInto: call.mergedInto,
  caller: call.customer?.masked,
  scenario: call.scenario,
  scenarioSource: call.scenarioSource,
  scenarios: call.scenarios,
  level: call.level,
  peakLevel: call.peakLevel,
  levels: call.levels.map(({ level, at, reason, segmentId }) => ({ level, at, reason, segmentId })),
  queueVisits: call.queueVisits,
  segments: call.segments.map((s) =>
    toSegmentView(call, s, playbook, floor.watermark, call.clearedAt ?? floor.now, naming),
  ),
  alerts: alerts.map((alert) => ({
    ...toAlertRow(alert),
    evidenceList: alert.evidence,
    segmentId: alert.segmentId,
    agentId: alert.agentId,
  })),
  facts: call.facts.map(({ name, value, at, segmentId }) => ({ name, value, at, segmentId })),
  supervision: call.supervision.map(({ from, to, mode, supervisor, segmentId }) => ({
    from,
    to,
    mode,
    supervisor,
    segmentId,
  })),
  transcript: call.utterances.map(({ utteranceId, at, role, agentId, text, isFinal }) => ({
    utteranceId,
    at,
    role,
    agentId,
    text,
    isFinal,
  })),
})
