import type { Utterance } from '../call/call.ts'

/** Utterances as they were said, each in its last revision; `at` in epoch milliseconds. */
export type Spoken = { utterance: Utterance; at: number }

const isNewer = (next: Utterance, old: Utterance): boolean => {
  if (next.revision !== old.revision) return next.revision > old.revision
  if (next.isFinal !== old.isFinal) return next.isFinal
  return next.text > old.text
}

/** u2 before u10, whatever stands before the number. */
const compareIds = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)

export const compareSpoken = (a: Spoken, b: Spoken): number =>
  a.at - b.at || compareIds(a.utterance.utteranceId, b.utterance.utteranceId)

export const toSpoken = (utterance: Utterance, answeredAt: number): Spoken => ({
  utterance,
  at: utterance.beginOffsetMs === undefined ? utterance.at : answeredAt + utterance.beginOffsetMs,
})

/** One of each, in the order they were said; which came first here, or came twice, makes no difference. */
export const orderSpoken = (utterances: readonly Utterance[], answeredAt: number): Spoken[] => {
  const latest = new Map<string, Utterance>()
  for (const utterance of utterances) {
    const old = latest.get(utterance.utteranceId)
    if (!old || isNewer(utterance, old)) latest.set(utterance.utteranceId, utterance)
  }
  return [...latest.values()].map((utterance) => toSpoken(utterance, answeredAt)).sort(compareSpoken)
}
