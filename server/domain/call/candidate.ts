import type { Rule, Severity } from '../words.ts'
import type { Segment, Verdict } from './call.ts'

/** A verdict before its severity and its use are settled. */
export type Candidate = Omit<Verdict, 'key' | 'as'> & { subject: string; episode: string }

export const SECOND = 1000

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
