import type { UnknownReason } from '../words.ts'
import type { Handling } from './handling.ts'
import type { Done } from './hits.ts'
import type { LevelChange } from './levels.ts'
import type { Listening, Said, Word } from './listening.ts'
import type { SegmentSteps } from './merge-steps.ts'
import type { Round } from './rounds.ts'

/**
 * One agent's handling with all that can be known of it, to be read for actions. Its memory is the handling's: it lasts while
 * nothing but words is told.
 */
export type Talk = Handling & {
  steps: SegmentSteps
  rounds: readonly Round[]
  words: readonly Word[]
  said: Said
  done: Done
  listening: Listening
  /** Levels of the whole call, told and heard. */
  levels: readonly LevelChange[]
  /** Why not everything said until its end was heard; undefined where it was. */
  unheard: UnknownReason | undefined
  /** Handlings of the same call before this one. */
  earlier: readonly Talk[]
}
