import { rememberLast, rememberSum } from '../remember.ts'
import { lastUnfinished, stepBeingSaid } from '../speech/being-said.ts'
import { shippedSpeech } from '../speech/classify-turn.ts'
import { readStep, tellSteps } from '../speech/read-steps.ts'
import { type Spoken, toSpoken } from '../speech/spoken-order.ts'
import type { SpeechContext, SpokenSteps } from '../speech/spoken-steps.ts'
import { beginSteps, hearOn, type StepsSoFar } from '../speech/steps-so-far.ts'
import type { Step } from '../words.ts'
import type { Call, Utterance } from './call.ts'
import type { Handling } from './handling.ts'
import { type Heard, isSaidIn, type Listening, lastStopOf, unfinishedOf } from './listening.ts'

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

/** What speech says of the steps of one handling; undefined where nothing was said to its end. */
export const spokenIn = (handling: Handling, { spoken }: Heard, listening: Listening): SpokenSteps | undefined => {
  if (spoken.length === 0) return undefined
  const context = contextOf(handling, 'context', streamOf(handling, listening))
  return tellSteps(soFar(handling, spoken), context, (...what) => stepOf(handling, ...what))
}

const beingSaid = rememberLast(
  ({ from }: Handling, _: 'being said', utterance: Utterance, before: StepsSoFar): Step | undefined =>
    stepBeingSaid(shippedSpeech(), before, toSpoken(utterance, from), from),
)

/**
 * The step the agent of a handling that lasts is just saying words of, until their end is told, something else is said to
 * its end, or nobody listens any more. Nothing where a script tells the steps.
 */
export const beingSaidIn = (call: Call, handling: Handling, { spoken }: Heard): Step | undefined => {
  const { segment, from } = handling
  if (segment.hasEvidence) return undefined
  const unfinished = unfinishedOf(call)
    .filter((utterance) => isSaidIn(call, segment, utterance) && utterance.at > lastStopOf(handling))
    .map((utterance) => toSpoken(utterance, from))
  const last = lastUnfinished(spoken, unfinished)
  return last && beingSaid(handling, 'being said', last.utterance, soFar(handling, spoken))
}
