import { canSee, type Subject, type Viewer } from './viewer.ts'

/** A segment as the question "who may read what was said in it" needs it. Times in epoch ms. */
export type SpokenSegment = Subject & {
  segmentId: string
  agentId: string
  role: 'owner' | 'assist' | 'consult'
  answeredAt?: number
  endedAt?: number
}

/**
 * What was said belongs to the segment it was said in: a team that only took its turn in a call does not read what a
 * customer told another team. Consulted and assisting agents own no part of the talk.
 */
const canRead = (viewer: Viewer, segment: SpokenSegment): boolean => segment.role === 'owner' && canSee(viewer, segment)

/** Ids of the segments whose words this viewer may read. */
export const readableSegments = (viewer: Viewer, segments: readonly SpokenSegment[]): ReadonlySet<string> =>
  new Set(segments.filter((segment) => canRead(viewer, segment)).map((segment) => segment.segmentId))

const within = (segment: SpokenSegment, at: number) =>
  segment.answeredAt !== undefined && segment.answeredAt <= at && at <= (segment.endedAt ?? Number.POSITIVE_INFINITY)

/**
 * The part of a call's transcript this viewer may read, or null when none of the talk is theirs. Who may see everything
 * also reads what fell outside every segment.
 */
export const readableUtterances = <U extends { at: number; agentId?: string }>(
  viewer: Viewer,
  segments: readonly SpokenSegment[],
  utterances: readonly U[],
): U[] | null => {
  if (viewer.teams === 'all') return [...utterances]
  const own = segments.filter((segment) => canRead(viewer, segment))
  if (own.length === 0) return null
  return utterances.filter((utterance) =>
    own.some((segment) => within(segment, utterance.at) && (utterance.agentId ?? segment.agentId) === segment.agentId),
  )
}
