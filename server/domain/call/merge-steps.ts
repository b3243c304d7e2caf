import type { Segment } from './call.ts'

/** Where one handling stands in the flow, as everything that judges or shows it is to see it. */
export type SegmentSteps = Pick<Segment, 'steps' | 'visits' | 'skips' | 'backMoves' | 'current' | 'hasEvidence'>

/**
 * What a script or an upstream analyser told of the steps. This is the one place where what speech says of them can be
 * added; what is told outright wins.
 */
export const mergeSteps = (told: SegmentSteps): SegmentSteps => {
  const { steps, visits, skips, backMoves, current, hasEvidence } = told
  return { steps, visits, skips, backMoves, current, hasEvidence }
}
