import { byStep, type Step } from '../words.ts'
import type { Speech } from './classify-turn.ts'
import { type Clues, NO_CLUES, noteClues } from './decision-points.ts'
import { type Moves, moveOn } from './find-visits.ts'
import { beginListening, type Listened, type Listening, listenOn } from './listen.ts'
import type { Spoken } from './spoken-order.ts'
import type { SpokenEvidence } from './spoken-steps.ts'

/** All that was heard of one step; `doubt` = the chance that none of it is what it seems. */
export type Trace = { evidence: readonly SpokenEvidence[]; strongest: number; doubt: number }

/** All that the utterances of a handling, gone through in order, say of its steps. */
export type StepsSoFar = {
  listening: Listening
  last?: Listened
  traces: Readonly<Record<Step, Trace>>
  moves: Moves
  clues: Clues
}

export const beginSteps = (): StepsSoFar => ({
  listening: beginListening(),
  traces: byStep(() => ({ evidence: [], strongest: 0, doubt: 1 })),
  moves: { visits: [] },
  clues: NO_CLUES,
})

/** Chance that at least one of them is what it seems. */
export const scoreOf = ({ doubt }: Trace): number => 1 - doubt

export const sinceAnswer = ({ at }: Spoken, answeredAt: number): number | undefined =>
  Number.isFinite(at) ? Math.max(0, at - answeredAt) : undefined

const traceOn = (traces: StepsSoFar['traces'], { evidence }: Listened): StepsSoFar['traces'] => {
  if (evidence.length === 0) return traces
  const more = { ...traces }
  for (const one of evidence) {
    const trace = more[one.step]
    more[one.step] = {
      evidence: [...trace.evidence, one],
      strongest: Math.max(trace.strongest, one.weight),
      doubt: trace.doubt * (1 - one.weight),
    }
  }
  return more
}

/** Takes in the next utterance. */
export const hearOn = (speech: Speech, steps: StepsSoFar, spoken: Spoken, answeredAt: number): StepsSoFar => {
  const { listened, next } = listenOn(speech, steps.listening, spoken, sinceAnswer(spoken, answeredAt))
  return {
    listening: next,
    last: listened,
    traces: traceOn(steps.traces, listened),
    moves: moveOn(steps.moves, listened),
    clues: noteClues(steps.clues, listened, answeredAt),
  }
}
