import { rememberLast, rememberSum } from '../remember.ts'
import { shippedSpeech } from '../speech/classify-turn.ts'
import { readStep, tellSteps } from '../speech/read-steps.ts'
import type { Spoken } from '../speech/spoken-order.ts'
import type { SpeechContext, SpokenSteps } from '../speech/spoken-steps.ts'
import { beginSteps, hearOn, type StepsSoFar } from '../speech/steps-so-far.ts'
import type { Call } from './call.ts'
import type { Handling } from './handling.ts'
import { type Heard, isAnythingSaid, type Listening } from './listening.ts'

const STREAM = { none: 'absent', open: 'open', ended: 'normal', failed: 'failed' } as const

const streamOf = ({ segment: { endedAt } }: Handling, listening: Listening): SpeechContext['streamEnded'] => {
  const isCut = endedAt !== undefined && !listening.isCompleteUntil(endedAt)
  return isCut && listening.state !== 'none' ? 'failed' : STREAM[listening.state]
}

const contextOf = rememberLast(
  (
    { call, segment, scenario, from }: Handling,
    _: 'context',
    streamEnded: SpeechContext['streamEnded'],
  ): SpeechContext => {
    const { endedAt, endCause, gaps, holds } = segment
    return { answeredAt: from, endedAt, endCause, direction: call.direction, streamEnded, gaps, holds, scenario }
  },
)

const soFar = rememberSum<Handling, Spoken, StepsSoFar>(beginSteps, (steps, spoken, { from }) =>
  hearOn(shippedSpeech(), steps, spoken, from),
)

const stepOf = rememberLast((_: Handling, ...what: Parameters<typeof readStep>) => readStep(...what))

/** What speech says of the steps of one handling; undefined where nothing was said. */
export const spokenIn = (
  call: Call,
  handling: Handling,
  { spoken }: Heard,
  listening: Listening,
): SpokenSteps | undefined => {
  if (spoken.length === 0 && !isAnythingSaid(call, handling.segment)) return undefined
  const context = contextOf(handling, 'context', streamOf(handling, listening))
  return tellSteps(soFar(handling, spoken), context, (...what) => stepOf(handling, ...what))
}
