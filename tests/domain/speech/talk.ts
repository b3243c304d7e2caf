import type { Utterance } from '#server/domain/call/call.ts'
import type { SpeechContext } from '#server/domain/speech/spoken-steps.ts'

/** Utterances of a call told as `A: …` and `C: …`, eight seconds apart; `A~: …` is still being said. */
export const talk = (...lines: string[]): Utterance[] =>
  lines.map((line, index) => {
    const [who = '', text = ''] = line.split(': ')
    return {
      utteranceId: `u${index}`,
      revision: 0,
      isFinal: !who.endsWith('~'),
      role: who.startsWith('A') ? 'agent' : 'customer',
      text,
      at: 1_000 + index * 8_000,
    }
  })

/** A call answered at 0 and ended after ten minutes by the customer, heard whole. */
export const heardCall = (overrides: Partial<SpeechContext> = {}): SpeechContext => ({
  answeredAt: 0,
  endedAt: 600_000,
  endCause: 'customer_hangup',
  direction: 'inbound',
  streamEnded: 'normal',
  gaps: [],
  holds: [],
  ...overrides,
})
