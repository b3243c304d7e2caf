import type { Utterance } from '#server/domain/call/call.ts'
import { shippedComplaintLexicon } from '#server/domain/speech/complaint/load.ts'
import { type ComplaintContext, readComplaint } from '#server/domain/speech/complaint/read-complaint.ts'
import { createSpotter } from '#server/domain/speech/complaint/spotter.ts'

export const spotter = createSpotter(shippedComplaintLexicon())

let count = 0

export const say = (text: string, more: Partial<Utterance> = {}): Utterance => ({
  utteranceId: `u${++count}`,
  revision: 1,
  isFinal: true,
  role: 'customer',
  text,
  at: 1000,
  ...more,
})

export const read = (utterances: readonly Utterance[], context: Partial<ComplaintContext> = {}) =>
  readComplaint(utterances, { spotter, ...context })

export const peakOf = (text: string): number => read([say(text)]).peak
