import type { SeededRandom } from '#server/domain/seeded-random.ts'
import { isBeginning } from '#server/domain/speech/classify-turn.ts'
import { type Ear, type Heard, hearText } from '#server/domain/speech/hear.ts'
import {
  type Feature,
  listCustomerFeatures,
  listFeatures,
  listTexts,
  type TurnContext,
} from '#server/domain/speech/model/features.ts'
import type { Grams } from '#server/domain/speech/model/grams.ts'
import { TURN_CLASSES } from '#server/domain/speech/model/model.ts'
import { STEPS, type Step } from '#server/domain/words.ts'
import { makeCall, stepOf } from './make-call.ts'
import { addNoise } from './noise.ts'
import type { Line, Texts } from './texts.ts'

export type Example = { texts: readonly Grams[]; features: readonly Feature[]; label: number }

/** Shares of calls by how many of their characters are wrong. */
const NOISE = { 0: 40, 0.05: 10, 0.1: 15, 0.15: 15, 0.2: 10, 0.3: 10 } as const

/** So often a phrase is not counted: the lexicon's author wrote these texts too, and knows fewer of other people's. */
const DEAF = 0.4

/** So often a call is one that was written as a whole: what is said in it fits together. */
const WRITTEN = 0.7

const forgetCues = (random: SeededRandom, heard: Heard): Heard => {
  const fade = (value: number) => (random.chance(DEAF) ? 0 : value)
  return { ...heard, exact: heard.exact.map(fade), near: heard.near.map(fade), request: fade(heard.request) }
}

type Past = {
  turn: number
  customerTurn: number
  ms: number
  previous?: Step
  seen: Set<Step>
  need: number
  answer?: TurnContext['answer']
  before?: Grams
}

/** What the model will know in earnest is its own guess, which is wrong at times. */
const rememberStep = (random: SeededRandom, past: Past, label: Step | 'none'): void => {
  const guess = random.chance(0.1) ? random.pick(STEPS) : label
  if (guess === 'none') return
  past.previous = guess
  past.seen.add(guess)
}

const THANKS = /谢/

const hearCustomer = (random: SeededRandom, past: Past, line: Line, { text, grams }: Heard): void => {
  const isNeed = (line.kind === 'customer_need') !== random.chance(0.1)
  const need = isNeed ? 0.9 : 0.1
  past.need = Math.max(past.need, need)
  past.answer = { need, length: text.length, isThanks: THANKS.test(text), grams }
}

const contextOf = (random: SeededRandom, past: Past, hasTime: boolean): TurnContext => {
  const known = { turn: past.turn, sinceAnswerMs: hasTime ? past.ms : undefined }
  if (random.chance(0.15)) return { ...known, seen: new Set(), need: past.need }
  const { previous, need, answer, before } = past
  return { ...known, previous, seen: new Set(past.seen), need, answer, before }
}

export type Examples = { agent: Example[]; customer: Example[] }

const addCall = (random: SeededRandom, texts: Texts, ear: Ear, into: Examples): void => {
  const past: Past = { turn: 0, customerTurn: 0, ms: random.int(0, 2_000), seen: new Set(), need: 0 }
  const rate = Number(random.weighted(NOISE as Record<string, number>))
  const hasTime = random.chance(0.7)
  const lines = random.chance(WRITTEN) ? random.pick(texts.calls).lines : makeCall(random, texts)
  for (const line of lines) {
    const text = addNoise(random, line.text, rate)
    const label = stepOf(line)
    if (label === undefined) {
      past.customerTurn++
      past.before = undefined
      const heard = forgetCues(random, hearText(ear, text, false))
      const features = listCustomerFeatures(heard, past.customerTurn)
      into.customer.push({ texts: [heard.grams], features, label: line.kind === 'customer_need' ? 1 : 0 })
      hearCustomer(random, past, line, heard)
    } else {
      if (past.answer || past.turn === 0) past.turn++
      const context = contextOf(random, past, hasTime)
      const heard = forgetCues(random, hearText(ear, text, isBeginning(context)))
      const features = listFeatures(heard, context)
      into.agent.push({ texts: listTexts(heard, context), features, label: TURN_CLASSES.indexOf(label) })
      rememberStep(random, past, label)
      past.answer = undefined
      past.before = heard.grams
    }
    past.ms += text.length * 220 + random.int(300, 2_500)
  }
}

export const makeExamples = (random: SeededRandom, texts: Texts, ear: Ear, calls: number): Examples => {
  const examples: Examples = { agent: [], customer: [] }
  for (let i = 0; i < calls; i++) addCall(random, texts, ear, examples)
  return examples
}
