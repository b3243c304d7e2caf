import type { Step } from '../words.ts'
import type { Listened } from './listen.ts'
import type { SpokenVisit } from './spoken-steps.ts'

/** One utterance moves the call on by itself when it is so sure; else two in a row must agree. */
const SURE = 0.85

/** A customer who says so surely what it is about ends the opening. */
const STATED = 0.6

/** The stays in steps so far, in order, and the step that the next utterance may move the call to. */
export type Moves = {
  visits: readonly SpokenVisit[]
  waiting?: { step: Step; at: number; utteranceId: string }
}

/** The stays with one more; what had begun ends where it begins. */
const enter = (visits: readonly SpokenVisit[], { step, at, utteranceId }: NonNullable<Moves['waiting']>): Moves => {
  const last = visits.at(-1)
  const left = last ? [...visits.slice(0, -1), { ...last, to: at }] : []
  return { visits: [...left, { step, from: at, utteranceId }] }
}

/** One odd utterance does not move the call. */
export const moveOn = (moves: Moves, { turn, need, at, utterance: { utteranceId } }: Listened): Moves => {
  const { visits, waiting } = moves
  const last = visits.at(-1)
  if (!turn && last?.step === 'opening' && need >= STATED)
    return enter(visits, { step: 'need_identification', at, utteranceId })
  if (!turn || turn.isScrap) return moves
  const { step } = turn
  if (last?.step === step) return waiting ? { visits } : moves
  const isMove = !last || turn.chances[step] >= SURE || waiting?.step === step
  const begin = waiting?.step === step ? waiting : { step, at, utteranceId }
  if (!isMove) return { visits, waiting: begin }
  return enter(visits, begin)
}

/** The last stay lasts until the call ends. */
export const closeVisits = (visits: readonly SpokenVisit[], endedAt: number | undefined): readonly SpokenVisit[] => {
  const last = visits.at(-1)
  if (!last || endedAt === undefined) return visits
  return [...visits.slice(0, -1), { ...last, to: Math.max(endedAt, last.from) }]
}
