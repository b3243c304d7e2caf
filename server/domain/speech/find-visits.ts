import type { Step } from '../words.ts'
import type { Listened } from './listen.ts'
import type { SpokenVisit } from './spoken-steps.ts'

/** One utterance moves the call on by itself when it is so sure; else two in a row must agree. */
const SURE = 0.85

/** The stays in steps so far, in order, and the step that the next utterance may move the call to. */
export type Moves = {
  visits: readonly SpokenVisit[]
  waiting?: { step: Step; at: number; utteranceId: string }
}

/** One odd utterance does not move the call. */
export const moveOn = (moves: Moves, { turn, at, utterance: { utteranceId } }: Listened): Moves => {
  if (!turn || turn.isScrap) return moves
  const { step } = turn
  const { visits, waiting } = moves
  const last = visits.at(-1)
  if (last?.step === step) return waiting ? { visits } : moves
  const isMove = !last || turn.chances[step] >= SURE || waiting?.step === step
  const begin = waiting?.step === step ? waiting : { step, at, utteranceId }
  if (!isMove) return { visits, waiting: begin }
  const left = last ? [...visits.slice(0, -1), { ...last, to: begin.at }] : []
  return { visits: [...left, { step, from: begin.at, utteranceId: begin.utteranceId }] }
}

/** The last stay lasts until the call ends. */
export const closeVisits = (visits: readonly SpokenVisit[], endedAt: number | undefined): readonly SpokenVisit[] => {
  const last = visits.at(-1)
  if (!last || endedAt === undefined) return visits
  return [...visits.slice(0, -1), { ...last, to: Math.max(endedAt, last.from) }]
}
