import type { Step } from '../words.ts'
import type { Listened } from './listen.ts'
import type { SpokenVisit } from './spoken-steps.ts'

/** One utterance moves the call on by itself when it is so sure; else two in a row must agree. */
const SURE = 0.85

/** The stays in steps, in order. One odd utterance does not move the call. */
export const findVisits = (all: readonly Listened[], endedAt: number | undefined): SpokenVisit[] => {
  const visits: SpokenVisit[] = []
  let waiting: { step: Step; at: number; utteranceId: string } | undefined
  for (const { turn, at, utterance } of all) {
    if (!turn || turn.isScrap) continue
    const { step } = turn
    const last = visits.at(-1)
    if (last?.step === step) {
      waiting = undefined
      continue
    }
    const isMove = !last || turn.chances[step] >= SURE || waiting?.step === step
    const begin: { at: number; utteranceId: string } =
      waiting?.step === step ? waiting : { at, utteranceId: utterance.utteranceId }
    waiting = { step, ...begin }
    if (!isMove) continue
    if (last) last.to = begin.at
    visits.push({ step, from: begin.at, utteranceId: begin.utteranceId })
    waiting = undefined
  }
  const last = visits.at(-1)
  if (last && endedAt !== undefined) last.to = Math.max(endedAt, last.from)
  return visits
}
