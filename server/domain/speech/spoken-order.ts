import type { Utterance } from '../call/call.ts'

/** An utterance with the time at which it was said, epoch milliseconds. */
export type Spoken = { utterance: Utterance; at: number }

/** u2 before u10, whatever stands before the number. */
const compareIds = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

export const compareSpoken = (a: Spoken, b: Spoken): number =>
  a.at - b.at || compareIds(a.utterance.utteranceId, b.utterance.utteranceId)

export const toSpoken = (utterance: Utterance, answeredAt: number): Spoken => ({
  utterance,
  at: utterance.beginOffsetMs === undefined ? utterance.at : answeredAt + utterance.beginOffsetMs,
})
