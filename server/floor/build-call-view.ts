import { reachOfJudging } from '#server/domain/call/alerts.ts'
import type { Alert, Call, Segment, Verdict } from '#server/domain/call/call.ts'
import { readCallBacks } from '#server/domain/call/call-backs.ts'
import { missedKey } from '#server/domain/call/candidate.ts'
import { conversationOf, silenceOf } from '#server/domain/call/conversation.ts'
import { isOverturned, readDisputes } from '#server/domain/call/disputes.ts'
import { dwellMs, mergeSpans } from '#server/domain/call/durations.ts'
import { readGolden } from '#server/domain/call/golden.ts'
import { actionOf } from '#server/domain/call/hits.ts'
import type { Law } from '#server/domain/call/judge.ts'
import { type LevelNow, levelAt } from '#server/domain/call/levels.ts'
import { isMeasuredInTalk } from '#server/domain/call/measured.ts'
import { readCall, type SegmentReading } from '#server/domain/call/reading.ts'
import { scenarioUntil } from '#server/domain/call/scenario.ts'
import { limitsOf, type Playbook, scenarioOf } from '#server/domain/playbook/limits.ts'
import { type ActionStatus, STEPS } from '#server/domain/words.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import { isSkipOverturned, shownStatus, toAlertRow, toInferred } from './agent-row.ts'

export type Naming = (agentId: string, at: number) => { agentNo: string; name?: string; team?: string }

type SegmentView = CallView['segments'][number]

const toStepViews = (
  call: Call,
  reading: SegmentReading,
  playbook: Playbook,
  watermark: number,
  now: number,
): SegmentView['steps'] => {
  const { segment, steps, visits, current } = reading
  return STEPS.map((step) => {
    const record = steps[step]
    const limits = limitsOf(playbook, scenarioUntil(call, segment.endedAt), step)?.dwellSec
    const visit = visits.at(-1)
    const running = current === step && visit ? dwellMs(visit, segment, now) : 0
    return {
      step,
      status: shownStatus(record, call, segment, playbook, watermark),
      source: record.source,
      lateDone: record.lateDone,
      isOverturned: isSkipOverturned(call, reading, step) || undefined,
      dwellMs: record.dwellMs + running,
      minMs: limits && limits.min * 1000,
      warnMs: limits && limits.warn * 1000,
      maxMs: limits && limits.max * 1000,
      certainty: toInferred(record).certainty,
      evidence: record.evidence,
    }
  })
}

const isFault = (status: ActionStatus) => status === 'missed' || status === 'late_done'

/** A fault is not shown before the watermark has passed its due time. */
const toActionViews = (
  call: Call,
  { actions, segment }: SegmentReading,
  { playbook }: Law,
  reach: number,
): NonNullable<SegmentView['actions']> =>
  actions.map(({ action, step, round, use, status: read, why, dueAt, doneAt, evidence }) => {
    const isAfter = (at: number | undefined) => at !== undefined && at > reach
    const isAgo = read === 'missed' ? !isAfter(dueAt) : read !== 'done' || !isAfter(doneAt)
    const status = isAgo ? read : 'pending'
    const isAhead = segment.endedAt === undefined && (status === 'pending' || status === 'missed')
    const known = actionOf(playbook, action)
    const isHabit = (known !== undefined && isMeasuredInTalk(known)) || undefined
    return {
      id: action,
      ...use.label,
      step,
      round,
      level: use.level,
      severity: use.severity,
      status,
      isOverturned: isFault(status) && isOverturned(call, missedKey(segment, action, round)) ? true : undefined,
      why,
      isHabit,
      due: isAhead ? use.due : undefined,
      dueAt: isHabit ? undefined : dueAt,
      doneAt: isAgo ? doneAt : undefined,
      evidence: evidence.map((fact) => (fact.kind === 'utterance' ? { ...fact, text: undefined } : fact)),
      phrase: isAhead ? known?.phrase : undefined,
    }
  })

/** The plan that waits for its confirmation, from the moment it was told and as long as it can still be given. */
const toConfirmation = (call: Call, reading: SegmentReading, { playbook }: Law): SegmentView['confirmation'] => {
  const open = reading.plans.find(({ isOpen }) => isOpen)
  const wanted = scenarioOf(playbook, scenarioUntil(call, reading.segment.endedAt))?.confirmation
  if (!open || !wanted) return undefined
  const by = wanted.by.flatMap((id) => {
    const label = reading.actions.find(({ action }) => action === id)?.use.label
    return label ? [{ id, ...label }] : []
  })
  const [first] = by
  return { round: open.round, dueAt: open.dueAt, by, phrase: first && actionOf(playbook, first.id)?.phrase }
}

const toConversation = ({ words, segment }: SegmentReading): SegmentView['conversation'] => {
  const { answeredAt, endedAt = Number.POSITIVE_INFINITY } = segment
  const measured = conversationOf(words)
  if (!measured || answeredAt === undefined) return undefined
  const { pauses: _, ...figures } = measured
  const holds = mergeSpans(segment.holds, endedAt).map(({ from, to }) => ({
    from: from - answeredAt,
    to: to - answeredAt,
  }))
  return { ...figures, ...silenceOf(measured, holds) }
}

const toSegmentView = (
  call: Call,
  segment: Segment,
  law: Law,
  watermark: number,
  now: number,
  naming: Naming,
): SegmentView => {
  const reading = readCall(call, law).of(segment)
  const actions = toActionViews(call, reading, law, reachOfJudging(call, watermark))
  return {
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
    visits: reading.visits.map(({ step, from, to }) => ({ step, from, to })),
    steps: toStepViews(call, reading, law.playbook, watermark, now),
    current: reading.current,
    beingSaid: reading.beingSaid,
    stepSince: reading.current && reading.visits.at(-1)?.from,
    listening: reading.listening,
    conversation: toConversation(reading),
    actions,
    confirmation: toConfirmation(call, reading, law),
    golden: readGolden(call, actions, law.playbook),
  }
}

type MarkView = NonNullable<CallView['marks']>[number]

const toMarkViews = (verdicts: readonly Verdict[]): MarkView[] =>
  verdicts.flatMap(({ as, evidence, agentId, segmentId, key, rule, severity, condition, dueAt, endedAt, ...what }) => {
    if (as === 'alert') return []
    const { step, level, source, about, limitMs } = what
    return [
      {
        key,
        rule,
        severity,
        condition,
        dueAt,
        endedAt,
        step,
        level,
        source,
        about,
        limitMs,
        as,
        evidenceList: evidence,
        segmentId,
        agentId,
      },
    ]
  })

const toLevelViews = ({ level, peak, changes }: LevelNow): Pick<CallView, 'level' | 'peakLevel' | 'levels'> => ({
  level,
  peakLevel: peak,
  levels: changes.map(({ evidence, ...change }) => ({
    ...change,
    evidenceList: evidence.filter(({ kind }) => kind === 'utterance'),
  })),
})

/** The whole call for its page. The transcript is complete here; who may not read it gets it cut at the exit. */
export const buildCallView = (
  call: Call,
  alerts: readonly Alert[],
  verdicts: readonly Verdict[],
  law: Law,
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
  ...toLevelViews(levelAt(call, reachOfJudging(call, floor.watermark))),
  queueVisits: call.queueVisits,
  segments: call.segments.map((s) => toSegmentView(call, s, law, floor.watermark, call.clearedAt ?? floor.now, naming)),
  alerts: alerts.map((alert) => ({
    ...toAlertRow(alert),
    evidenceList: alert.evidence,
    segmentId: alert.segmentId,
    agentId: alert.agentId,
  })),
  marks: toMarkViews(verdicts),
  disputes: readDisputes(call, verdicts, law.playbook).map(({ dispute: { dueAt: _, ...dispute }, ...what }) => ({
    ...what,
    ...dispute,
  })),
  callBacks: readCallBacks(call, verdicts, law).map(({ callBack: { openedAt, dueAt, closed }, ...what }) => ({
    ...what,
    openedAt,
    dueAt,
    closed,
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
