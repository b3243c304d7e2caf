import type { Utterance } from '#server/domain/call/call.ts'
import type { SeededRandom } from '#server/domain/seeded-random.ts'
import type { Speech } from '#server/domain/speech/classify-turn.ts'
import type { SpeechContext } from '#server/domain/speech/spoken-steps.ts'
import { readSteps, type SpeechReading } from '#tests/support/read-steps.ts'
import { addNoise } from '#tests/train/noise.ts'
import type { LabelledCall } from './read-calls.ts'

/** What goes wrong between a mouth and us; shares from 0 to 1. */
export type Harm = { characters?: number; roles?: number; dropped?: number; late?: number; doubled?: number }

const MS_PER_CHARACTER = 220
const PAUSE_MS = 800

/** Where each line begins; estimated from the length of what was said where the file does not say. */
const timesOf = ({ lines }: LabelledCall): number[] => {
  let clock = 0
  return lines.map(({ atMs, text }) => {
    const at = atMs ?? clock
    clock = Math.max(clock, at) + text.length * MS_PER_CHARACTER + PAUSE_MS
    return at
  })
}

const otherRole = { agent: 'customer', customer: 'agent' } as const

const toUtterances = (call: LabelledCall, random: SeededRandom, harm: Harm): Utterance[] => {
  const times = timesOf(call)
  const sent: Utterance[] = []
  const late: Utterance[] = []
  call.lines.forEach(({ role, text }, index) => {
    const at = times[index] ?? 0
    const utterance: Utterance = {
      utteranceId: String(index),
      revision: 0,
      isFinal: true,
      role: random.chance(harm.roles ?? 0) ? otherRole[role] : role,
      text: addNoise(random, text, harm.characters ?? 0),
      at,
      beginOffsetMs: Math.max(0, at),
    }
    if (random.chance(harm.dropped ?? 0)) return
    if (random.chance(harm.late ?? 0)) late.push(utterance)
    else sent.push(utterance)
    if (random.chance(harm.doubled ?? 0)) sent.push(utterance)
  })
  return [...sent, ...late]
}

/** What speech alone says of a call. Who ended it is unknown in many files: then the customer did, so that nothing is called skipped. */
export const readLabelled = (call: LabelledCall, random: SeededRandom, harm: Harm, speech?: Speech): SpeechReading => {
  const last = timesOf(call).at(-1) ?? 0
  const context: SpeechContext = {
    answeredAt: 0,
    endedAt: last + (call.lines.at(-1)?.text.length ?? 0) * MS_PER_CHARACTER + PAUSE_MS,
    endCause: call.end ?? 'customer_hangup',
    direction: call.direction ?? 'unknown',
    scenario: call.scenario,
    streamEnded: 'normal',
    gaps: [],
    holds: [],
  }
  return readSteps(toUtterances(call, random, harm), context, speech)
}
