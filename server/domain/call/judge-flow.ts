import { limitsOf, mayLeaveOut, scenarioOf } from '../playbook/limits.ts'
import type { Call, Segment, StepVisit } from './call.ts'
import { type Candidate, ending, SECOND, skipSubject, timer } from './candidate.ts'
import type { Law } from './judge.ts'
import type { SegmentReading } from './reading.ts'
import { scenarioUntil } from './scenario.ts'
import { dwellDue } from './timers.ts'

/** What is wrong with the flow of one handling: steps, their order, and how long things take. */
export const judgeFlow = (call: Call, reading: SegmentReading, law: Law): Candidate[] => [
  ...judgeSkips(call, reading, law),
  ...judgeOrder(reading, law),
  ...judgeDwell(call, reading, law),
  ...judgeTalk(call, reading.segment, law),
  ...judgeHolds(reading.segment, law),
]

const judgeSkips = (call: Call, { segment, skips }: SegmentReading, law: Law): Candidate[] =>
  skips
    .filter((skip) => !mayLeaveOut(call, segment, skip.step, law.playbook))
    .map((skip) => ({
      rule: 'step_skipped',
      severity: limitsOf(law.playbook, scenarioUntil(call, segment.endedAt), skip.step)?.severity ?? 'major',
      subject: skipSubject(segment, skip.step),
      episode: skip.eventId,
      segmentId: segment.segmentId,
      agentId: segment.agentId,
      step: skip.step,
      dueAt: skip.at,
      ...ending(skip.putRightAt, segment.endedAt),
      evidence: [{ eventId: skip.eventId, at: skip.at, kind: skip.source === 'inferred' ? 'utterance' : 'event' }],
    }))

const judgeOrder = ({ segment, backMoves, visits }: SegmentReading, law: Law): Candidate[] =>
  backMoves
    .filter((move) => !law.playbook.legalBackward.some(([from, to]) => from === move.from && to === move.to))
    .map((move) => {
      const next = visits.find((visit) => visit.from > move.at)
      return {
        rule: 'step_order',
        severity: 'minor',
        subject: `${segment.segmentId}:${move.from}>${move.to}`,
        episode: move.eventId,
        segmentId: segment.segmentId,
        agentId: segment.agentId,
        step: move.to,
        dueAt: move.at,
        ...ending(undefined, next?.from ?? segment.endedAt),
        evidence: [{ eventId: move.eventId, at: move.at, kind: 'event' }],
      }
    })

const judgeDwell = (call: Call, { segment, visits }: SegmentReading, law: Law): Candidate[] => {
  const scenario = scenarioUntil(call, segment.endedAt)
  return visits.flatMap((visit: StepVisit) => {
    const limits = limitsOf(law.playbook, scenario, visit.step)
    if (!limits) return []
    const limitMs = limits.dwellSec.max * SECOND
    const due = dwellDue(segment, visit, limitMs)
    if (due === undefined) return []
    const severity = segment.hasEvidence ? 'major' : 'minor'
    const verdict = timer('step_dwell', severity, segment, visit.eventId, due, limitMs, visit.to)
    return [{ ...verdict, step: visit.step }]
  })
}

const judgeTalk = (call: Call, segment: Segment, law: Law): Candidate[] => {
  const max = scenarioOf(law.playbook, scenarioUntil(call, segment.endedAt))?.talkSec.max
  if (max === undefined || segment.answeredAt === undefined) return []
  const due = segment.answeredAt + max * SECOND
  // A lost call was last seen where its last gap begins.
  const seenUntil = segment.endCause === 'lost' ? segment.gaps.at(-1)?.from : segment.endedAt
  if (seenUntil !== undefined && seenUntil < due) return []
  return [timer('long_call', 'major', segment, 'talk', due, max * SECOND, segment.endedAt)]
}

const judgeHolds = (segment: Segment, law: Law): Candidate[] =>
  segment.holds.flatMap((hold) => {
    const limit = law.rules.longHoldSec.max * SECOND
    const due = hold.from + limit
    if (hold.by !== 'agent' || (hold.to !== undefined && hold.to < due)) return []
    return [timer('long_hold', 'major', segment, `hold@${hold.from}`, due, limit, hold.to)]
  })
