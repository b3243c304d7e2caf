import type { Step } from '../words.ts'
import { classifyHeard, isBeginning, type Speech } from './classify-turn.ts'
import { hearText } from './hear.ts'
import { turnOf } from './listen.ts'
import { compareSpoken, type Spoken } from './spoken-order.ts'
import { type StepsSoFar, sinceAnswer } from './steps-so-far.ts'

/** An unfinished utterance says only what it is sure of. */
const IN_PROGRESS = 0.6

/** The last of an agent's unfinished utterances, if nobody has said anything to its end after it. */
export const lastUnfinished = (finished: readonly Spoken[], unfinished: readonly Spoken[]): Spoken | undefined => {
  let last = unfinished[0]
  for (const one of unfinished) if (last && compareSpoken(one, last) > 0) last = one
  const latest = finished.at(-1)
  return last && latest && compareSpoken(latest, last) > 0 ? undefined : last
}

/** The step an agent's unfinished utterance surely says, after all that was said to its end; evidence of nothing. */
export const stepBeingSaid = (
  speech: Speech,
  { listening: { context } }: StepsSoFar,
  unfinished: Spoken,
  answeredAt: number,
): Step | undefined => {
  const known = turnOf(context, sinceAnswer(unfinished, answeredAt))
  const heard = hearText(speech.ear, unfinished.utterance.text, isBeginning(known))
  const { step, chances, isScrap } = classifyHeard(speech, heard, known)
  return !isScrap && chances[step] >= IN_PROGRESS ? step : undefined
}
