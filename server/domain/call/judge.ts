import { limitsOf, mayLeaveOut, type Playbook, scenarioOf } from '../playbook/limits.ts'
import type { RuleSet } from '../rules.ts'
import { COMPLAINT_LEVELS, type Rule, type Severity } from '../words.ts'
import type { Call, Hold, Segment, Span, StepVisit, Verdict } from './call.ts'
import { hasGap, mergeSpans } from './durations.ts'
import { scenarioUntil } from './scenario.ts'

export type Law = { playbook: Playbook; rules: RuleSet }

export type Judgement = {
  /** What holds or held by the watermark, in order of time. */
  verdicts: Verdict[]
  /** When, by the feed's clock, the next verdict falls due if nothing more is heard; undefined = never. */
  nextDue: number | undefined
}

type Candidate = Omit<Verdict, 'key'> & { subject: string; episode: string }

const SECOND = 1000

/**
 * What is wrong with the call as far as the watermark reaches (epoch ms of the feed's clock). A pure function: late
 * events make verdicts appear and vanish, they never leave a trace.
 */
export const judge = (call: Call, law: Law, watermark: number): Judgement => {
  const candidates = [
    ...call.segments
      .filter((s) => s.role === 'owner' && s.answeredAt !== undefined)
      .flatMap((s) => judgeSegment(call, s, law)),
    ...judgeLevel(call, law),
  ].filter((candidate) => !law.rules.off.includes(candidate.rule))
  const due = candidates.filter((candidate) => candidate.dueAt <= watermark)
  const later = candidates.filter((candidate) => candidate.dueAt > watermark).map((candidate) => candidate.dueAt)
  return {
    verdicts: due
      .map((candidate) => toVerdict(candidate, law))
      .sort((a, b) => a.dueAt - b.dueAt || (a.key < b.key ? -1 : 1)),
    nextDue: later.length > 0 ? Math.min(...later) : undefined,
  }
}

const toVerdict = ({ subject, episode, ...rest }: Candidate, law: Law): Verdict => ({
  ...rest,
  severity: law.rules.severities[rest.rule] ?? rest.severity,
  key: `${rest.rule}|${subject}|${episode}`,
})

const judgeSegment = (call: Call, segment: Segment, law: Law): Candidate[] => [
  ...judgeSkips(call, segment, law),
  ...judgeOrder(segment, law),
  ...judgeDwell(call, segment, law),
  ...judgeTalk(call, segment, law),
  ...judgeHolds(segment, law),
]

const judgeSkips = (call: Call, segment: Segment, law: Law): Candidate[] =>
  segment.skips
    .filter((skip) => !mayLeaveOut(call, segment, skip.step, law.playbook))
    .map((skip) => ({
      rule: 'step_skipped',
      severity: limitsOf(law.playbook, scenarioUntil(call, segment.endedAt), skip.step)?.severity ?? 'major',
      subject: `${segment.segmentId}:${skip.step}`,
      episode: skip.eventId,
      segmentId: segment.segmentId,
      agentId: segment.agentId,
      step: skip.step,
      dueAt: skip.at,
      ...ending(skip.putRightAt, segment.endedAt),
      evidence: [{ eventId: skip.eventId, at: skip.at, kind: 'event' }],
    }))

const ending = (putRightAt: number | undefined, overAt: number | undefined): Pick<Verdict, 'condition' | 'endedAt'> => {
  if (putRightAt !== undefined) return { condition: 'put_right', endedAt: putRightAt }
  if (overAt !== undefined) return { condition: 'over', endedAt: overAt }
  return { condition: 'holding' }
}

const judgeOrder = (segment: Segment, law: Law): Candidate[] =>
  segment.backMoves
    .filter((move) => !law.playbook.legalBackward.some(([from, to]) => from === move.from && to === move.to))
    .map((move) => {
      const next = segment.visits.find((visit) => visit.from > move.at)
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

/** When a timer that holds pause has run `budget` ms from `from`; undefined while an open hold stops it. */
export const dueAfter = (from: number, budget: number, holds: readonly Hold[]): number | undefined => {
  let left = budget
  let clock = from
  for (const hold of mergeSpans(holds, Number.POSITIVE_INFINITY)) {
    if (hold.to <= clock) continue
    const run = Math.max(0, hold.from - clock)
    if (run >= left) break
    left -= run
    clock = hold.to
  }
  const due = clock + left
  return Number.isFinite(due) ? due : undefined
}

const timer = (
  rule: Rule,
  severity: Severity,
  segment: Segment,
  episode: string,
  dueAt: number,
  limitMs: number,
  endedAt: number | undefined,
): Candidate => ({
  rule,
  severity,
  subject: segment.segmentId,
  episode,
  segmentId: segment.segmentId,
  agentId: segment.agentId,
  dueAt,
  limitMs,
  ...ending(undefined, endedAt),
  evidence: [{ eventId: episode, at: dueAt, kind: 'timer' }],
})

/**
 * When one stay in a step passes `limitMs`, holds taken out; undefined where it was left before, a hold stops it or a
 * gap hides it. Screens ask this too, so that what they mark is what is judged.
 */
export const dwellDue = (segment: Pick<Segment, 'holds' | 'gaps'>, stay: Span, limitMs: number): number | undefined => {
  const due = dueAfter(stay.from, limitMs, segment.holds)
  if (due === undefined || (stay.to !== undefined && stay.to < due)) return undefined
  return hasGap(segment, stay.from, due) ? undefined : due
}

const judgeDwell = (call: Call, segment: Segment, law: Law): Candidate[] =>
  segment.visits.flatMap((visit: StepVisit) => {
    const limits = limitsOf(law.playbook, scenarioUntil(call, segment.endedAt), visit.step)
    if (!limits) return []
    const limitMs = limits.dwellSec.max * SECOND
    const due = dwellDue(segment, visit, limitMs)
    if (due === undefined) return []
    const verdict = timer('step_dwell', 'major', segment, visit.eventId, due, limitMs, visit.to)
    return [{ ...verdict, step: visit.step }]
  })

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

const judgeLevel = (call: Call, law: Law): Candidate[] => {
  const { raise, critical } = law.rules.complaintLevel
  return COMPLAINT_LEVELS.flatMap((level) => {
    const index = call.levels.findIndex((change) => change.level === level)
    const first = call.levels[index]
    if (!first || level < raise) return []
    const segment = call.segments.find((s) => s.segmentId === first.segmentId)
    const after = call.levels.slice(index + 1)
    const higher = after.find((change) => change.level > level)
    // Only a person closes a level that reached the floor manager.
    const lowered = level < critical ? after[after.findLastIndex((change) => change.level >= level) + 1] : undefined
    return [
      {
        rule: 'complaint_level' as const,
        severity: level >= critical ? ('critical' as const) : ('major' as const),
        subject: call.callId,
        episode: `L${level}`,
        segmentId: first.segmentId,
        agentId: segment?.agentId,
        level,
        dueAt: first.at,
        ...ending(lowered?.at, higher?.at ?? call.clearedAt),
        evidence: [{ eventId: first.eventId, at: first.at, kind: 'event' as const, text: first.reason }],
      },
    ]
  })
}
