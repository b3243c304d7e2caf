import type { Span } from '../call/call.ts'
import type { ClearCause, Direction, Scenario, Step, StepStatus } from '../words.ts'

/** Where in an utterance a step was heard; `from` and `to` are places in its text. */
export type SpokenEvidence = {
  utteranceId: string
  from: number
  to: number
  text: string
  /** Epoch milliseconds. */
  at: number
  /** Index of the phrase in the lexicon; undefined where only the model says so. */
  cue?: number
  /** 0..1 */
  weight: number
}

export type SpokenStep = {
  step: Step
  status: StepStatus
  /** 0..1, of `done` and `skipped`; else 0. */
  confidence: number
  evidence: readonly SpokenEvidence[]
  /** When it was first heard, or found to be left out. Epoch milliseconds. */
  at?: number
}

/** A place from which on leaving a step out can be told; never earlier. */
export type DecisionPoint = {
  step: Step
  at: number
  utteranceId?: string
  /** Something was said there that may have been the step. */
  isDoubtful?: boolean
}

export type SpokenVisit = Span & { step: Step; utteranceId: string }

export type SpokenSteps = {
  steps: Record<Step, SpokenStep>
  visits: readonly SpokenVisit[]
  current?: Step
  decided: readonly DecisionPoint[]
}

/** One agent's handling of a call; all times epoch milliseconds. */
export type SpeechContext = {
  answeredAt: number
  endedAt?: number
  /** Undefined while it goes on, and where nobody knows how it ended. */
  endCause?: ClearCause
  direction: Direction
  /** Whether the transcript is whole: `open` = still coming. */
  streamEnded: 'normal' | 'failed' | 'open' | 'absent'
  /** Times not listened to. */
  gaps: readonly Span[]
  holds: readonly Span[]
  scenario?: Scenario
}
