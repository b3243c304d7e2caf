import { readSteps } from '../speech/read-steps.ts'
import type { SpeechContext, SpokenSteps } from '../speech/spoken-steps.ts'
import type { Call, Segment } from './call.ts'
import { type Listening, utterancesOf } from './listening.ts'
import { scenarioUntil } from './scenario.ts'

const STREAM = { none: 'absent', open: 'open', ended: 'normal', failed: 'failed' } as const

const streamOf = ({ endedAt }: Segment, listening: Listening): SpeechContext['streamEnded'] => {
  const isCut = endedAt !== undefined && !listening.isCompleteUntil(endedAt)
  return isCut && listening.state !== 'none' ? 'failed' : STREAM[listening.state]
}

/** What speech says of the steps of one handling; undefined where nothing was said. */
export const spokenIn = (call: Call, segment: Segment, listening: Listening): SpokenSteps | undefined => {
  const { answeredAt, endedAt, endCause, gaps, holds } = segment
  const utterances = utterancesOf(call, segment)
  if (answeredAt === undefined || utterances.length === 0) return undefined
  return readSteps(utterances, {
    answeredAt,
    endedAt,
    endCause,
    direction: call.direction,
    streamEnded: streamOf(segment, listening),
    gaps,
    holds,
    scenario: scenarioUntil(call, endedAt),
  })
}
