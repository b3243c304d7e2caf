import type { Rule, Severity, Step } from '../words.ts'
import type { Segment, Verdict } from './call.ts'

/** A verdict before its severity and its use are settled. */
export type Candidate = Omit<Verdict, 'key' | 'as'> & { subject: string; episode: string }

export const SECOND = 1000

/** What a verdict is known by: one per thing that went wrong. */
export const keyOf = (rule: Rule, subject: string, episode: string): string => `${rule}|${subject}|${episode}`

/** Of an action that was missed in a round, as its key has them. */
export const missedPlace = ({ segmentId }: Pick<Segment, 'segmentId'>, action: string, round: number) => ({
  subject: `${segmentId}:${action}`,
  episode: `r${round}`,
})

export const missedKey = (segment: Pick<Segment, 'segmentId'>, action: string, round: number): string => {
  const { subject, episode } = missedPlace(segment, action, round)
  return keyOf('action_missed', subject, episode)
}

export const skipSubject = ({ segmentId }: Pick<Segment, 'segmentId'>, step: Step): string => `${segmentId}:${step}`

export const ending = (
  putRightAt: number | undefined,
  overAt: number | undefined,
): Pick<Verdict, 'condition' | 'endedAt'> => {
  if (putRightAt !== undefined) return { condition: 'put_right', endedAt: putRightAt }
  if (overAt !== undefined) return { condition: 'over', endedAt: overAt }
  return { condition: 'holding' }
}

export const timer = (
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
