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

/** The owners' segments something was said in. The last word of one may fall on its very end, unless another has begun. */
const spokenIn = (segments: readonly SpokenSegment[], said: { at: number; agentId?: string }): SpokenSegment[] => {
  const talking = segments.filter((segment) => segment.role === 'owner' && within(segment, said.at))
  const lasting = talking.filter((segment) => segment.endedAt !== said.at)
  const fitting = (lasting.length > 0 ? lasting : talking).filter(
    (segment) => (said.agentId ?? segment.agentId) === segment.agentId,
  )
  const latest = Math.max(...fitting.map((segment) => segment.answeredAt ?? 0))
  return fitting.filter((segment) => segment.answeredAt === latest)
}

/** Whether something was said in segments this viewer may read, and in no other. */
export const isHeard = (
  viewer: Viewer,
  segments: readonly SpokenSegment[],
  said: { at: number; agentId?: string },
): boolean => {
  const spoken = spokenIn(segments, said)
  return spoken.length > 0 && spoken.every((segment) => canRead(viewer, segment))
}

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
  if (!segments.some((segment) => canRead(viewer, segment))) return null
  return utterances.filter((utterance) => isHeard(viewer, segments, utterance))
}
