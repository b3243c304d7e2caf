import { limitsOf } from '../playbook/limits.ts'
import { STEPS, type Step } from '../words.ts'
import type { About, Call } from './call.ts'
import { type Candidate, ending, missedPlace, SECOND } from './candidate.ts'
import { dwellMs } from './durations.ts'
import type { Law } from './judge.ts'
import type { ActionReading } from './read-actions.ts'
import type { SegmentReading } from './reading.ts'
import { scenarioUntil } from './scenario.ts'

/** What is wrong with what was said and done in one handling, action by action. */
export const judgeActions = (call: Call, reading: SegmentReading, law: Law): Candidate[] => [
  ...judgeMissed(reading),
  ...judgeOrders(reading),
  ...judgeProhibited(reading),
  ...judgeUnconfirmed(reading),
  ...judgeUnsaid(reading),
  ...judgeHaste(call, reading, law),
]

const whose = ({ segment }: SegmentReading) => ({ segmentId: segment.segmentId, agentId: segment.agentId })

const aboutOf = ({ use }: ActionReading): About => ({ id: use.action, ...use.label })

const isOwed = ({ use }: ActionReading) => use.level === 'required' || use.level === 'conditional'

const judgeMissed = (reading: SegmentReading): Candidate[] => {
  const candidates: Candidate[] = []
  for (const action of reading.actions) {
    const { status, dueAt, doneAt, round, step, use } = action
    if (dueAt === undefined || !isFaulty(action)) continue
    candidates.push({
      rule: 'action_missed',
      severity: use.severity,
      ...missedPlace(reading.segment, use.action, round),
      ...whose(reading),
      step,
      about: aboutOf(action),
      dueAt,
      ...ending(status === 'late_done' ? doneAt : undefined, lastChance(reading, action)),
      evidence: [{ eventId: `due:${use.action}:r${round}`, at: dueAt, kind: 'timer' }],
    })
  }
  return candidates
}

/** What belongs to the after-call work can be done after the call. */
const lastChance = ({ segment }: SegmentReading, { use, dueAt }: ActionReading): number | undefined =>
  segment.endedAt === undefined || use.due.at !== 'acw_end' ? segment.endedAt : Math.max(segment.endedAt, dueAt ?? 0)

const judgeOrders = (reading: SegmentReading): Candidate[] =>
  reading.orders.map(({ ordering, round, at, putRightAt, evidence }) => ({
    rule: 'action_order',
    severity: ordering.severity,
    subject: `${reading.segment.segmentId}:${ordering.id}`,
    episode: `r${round}`,
    ...whose(reading),
    about: { id: ordering.id, ...ordering.label },
    dueAt: at,
    ...ending(putRightAt, reading.segment.endedAt),
    evidence,
  }))

const judgeProhibited = (reading: SegmentReading): Candidate[] =>
  reading.prohibited.map(({ about, severity, at, utteranceId, evidence }) => ({
    rule: 'prohibited',
    severity,
    subject: `${reading.segment.segmentId}:${about.id}`,
    episode: utteranceId,
    ...whose(reading),
    about,
    dueAt: at,
    ...ending(undefined, reading.segment.endedAt),
    evidence,
  }))

const judgeUnconfirmed = (reading: SegmentReading): Candidate[] =>
  reading.plans.flatMap(({ round, dueAt, limitMs, confirmedAt, isMissed, evidence }) => {
    if (!isMissed || dueAt === undefined) return []
    return [
      {
        rule: 'confirmation_due' as const,
        severity: 'major' as const,
        subject: reading.segment.segmentId,
        episode: `r${round}`,
        ...whose(reading),
        step: 'confirmation' as const,
        dueAt,
        limitMs,
        ...ending(confirmedAt, reading.segment.endedAt),
        evidence,
      },
    ]
  })

const judgeUnsaid = (reading: SegmentReading): Candidate[] =>
  reading.unsaid.map(({ step, at, eventId }) => ({
    rule: 'ticked_not_said',
    severity: 'minor',
    subject: `${reading.segment.segmentId}:${step}`,
    episode: eventId,
    ...whose(reading),
    step,
    dueAt: at,
    ...ending(undefined, reading.segment.endedAt),
    evidence: [{ eventId, at, kind: 'event' }],
  }))

/** Missing, or done later than it was owed. */
const isFaulty = (action: ActionReading): boolean =>
  action.dueAt !== undefined && (action.status === 'missed' || action.status === 'late_done') && isOwed(action)

/** When a step was left for good, and how long it took; undefined while it lasts, or where nobody took it. */
const lastStay = ({ segment, visits }: SegmentReading, step: Step) => {
  const stays = visits.filter((visit) => visit.step === step)
  const last = stays.at(-1)
  const left = last?.to
  if (!last || left === undefined || stays.some(({ to }) => to === undefined)) return undefined
  const spent = stays.reduce((sum, stay) => sum + dwellMs(stay, segment, left), 0)
  return { eventId: last.eventId, left, spent }
}

const hasteIn = (
  reading: SegmentReading,
  step: Step,
  minSec: number,
  faulty: readonly ActionReading[],
): Candidate[] => {
  const stay = lastStay(reading, step)
  if (!stay || stay.spent >= minSec * SECOND) return []
  const { segment } = reading
  const { eventId, left } = stay
  const owed = faulty.filter((action) => action.step === step && (action.dueAt ?? left) <= left)
  if (owed.length === 0) return []
  const isMadeUp = owed.every(({ status }) => status === 'late_done')
  const madeUpAt = isMadeUp ? Math.max(...owed.map(({ doneAt = 0 }) => doneAt)) : undefined
  return [
    {
      rule: 'too_fast',
      severity: 'minor',
      subject: `${segment.segmentId}:${step}`,
      episode: eventId,
      ...whose(reading),
      step,
      dueAt: left,
      limitMs: minSec * SECOND,
      ...ending(madeUpAt, segment.endedAt),
      evidence: [{ eventId, at: left, kind: 'timer' }],
    },
  ]
}

/** A step left sooner than anybody can do it properly, and something owed in it missing. */
const judgeHaste = (call: Call, reading: SegmentReading, law: Law): Candidate[] => {
  const faulty = reading.actions.filter(isFaulty)
  if (faulty.length === 0) return []
  const scenario = scenarioUntil(call, reading.segment.endedAt)
  return STEPS.flatMap((step) => {
    const minSec = limitsOf(law.playbook, scenario, step)?.dwellSec.min
    return minSec === undefined ? [] : hasteIn(reading, step, minSec, faulty)
  })
}
