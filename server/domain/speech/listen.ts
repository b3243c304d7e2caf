import type { Utterance } from '../call/call.ts'
import { keepLast } from '../keep.ts'
import { STEPS, type Step } from '../words.ts'
import { classifyHeard, isBeginning, judgeRequest, type Speech, type TurnClass } from './classify-turn.ts'
import { type Heard, hearText, hearUtterance } from './hear.ts'
import type { TurnContext } from './model/features.ts'
import type { Spoken } from './spoken-order.ts'
import type { SpokenEvidence } from './spoken-steps.ts'

/** An utterance with what it says of the steps; `turn` is set where an agent spoke. */
export type Listened = Spoken & {
  heard: Heard
  turn?: TurnClass
  /** 0..1: how sure a customer's utterance states what the call is about. */
  need: number
  /** 0..1 by step. */
  shows: Record<Step, number>
  /** Where it shows them. */
  evidence: readonly StepEvidence[]
}
export type StepEvidence = SpokenEvidence & { step: Step }

const THANKS = /谢/
/** What is only half likely is no evidence: many such would add up to a proof of anything. */
const FLOOR = 0.25
/** Said by the other side, an agent's set phrase may be a mistaken speaker: enough for doubt, not for proof. */
const WRONG_SIDE = 0.45
const SET_PHRASE = 0.6
/** 你好 is what customers say too. */
const SET_OPENING = 0.8
/** What is said in the very words of a phrase counts so much even where the whole utterance does something else. */
const SAID = 0.6
const ALIKE = 0.5

/** What is known of a call while its utterances are gone through; one direction, never ahead. */
export type Listening = {
  context: TurnContext
  customerTurns: number
}

const NOTHING_HEARD: Listening = { context: { turn: 0, seen: new Set(), need: 0 }, customerTurns: 0 }

export const beginListening = (): Listening => NOTHING_HEARD

const nothing = (): Record<Step, number> => ({
  opening: 0,
  need_identification: 0,
  resolution: 0,
  confirmation: 0,
  closing: 0,
})

const shownByTurn = ({ chances, heard, isScrap }: TurnClass): Record<Step, number> => {
  const shows = nothing()
  STEPS.forEach((step, index) => {
    const chance = chances[step]
    const said = Math.max(SAID * (heard.exact[index] ?? 0), ALIKE * (heard.near[index] ?? 0))
    const mixed = Math.max(chance, said + chance * (1 - said) * 0.5)
    const shown = said > 0 ? mixed : chance
    shows[step] = shown >= FLOOR && !(isScrap && said === 0) ? shown : 0
  })
  return shows
}

/** Agents' phrases on the customer's side: only openings and closings are so set that they betray the speaker. */
const shownByCustomer = (heard: Heard, need: number): Record<Step, number> => {
  const shows = nothing()
  STEPS.forEach((step, index) => {
    const said = heard.exact[index] ?? 0
    const isSet = said >= (step === 'opening' ? SET_OPENING : SET_PHRASE)
    if (isSet && step !== 'resolution' && step !== 'need_identification') shows[step] = WRONG_SIDE
  })
  shows.need_identification = need >= FLOOR ? need : 0
  return shows
}

const evidenceOf = (
  speech: Speech,
  { utterance, at }: Spoken,
  heard: Heard,
  shows: Record<Step, number>,
): StepEvidence[] =>
  STEPS.flatMap((step, index) => {
    const weight = shows[step]
    if (weight === 0) return []
    const hits = heard.hits.filter(({ cue }) => speech.ear.steps[cue] === index)
    const best = hits.reduce<(typeof hits)[number] | undefined>(
      (a, b) => (a && a.weight >= b.weight ? a : b),
      undefined,
    )
    const { from, to, cue } = best ?? { from: 0, to: utterance.text.length, cue: undefined }
    const { utteranceId } = utterance
    return [{ step, utteranceId, from, to, text: utterance.text.slice(from, to), at, cue, weight }]
  })

const listenToAgent = (speech: Speech, { context }: Listening, spoken: Spoken, sinceAnswerMs?: number): Listened => {
  const known = { ...context, turn: context.turn + 1, sinceAnswerMs }
  const heard = hearUtterance(speech.ear, spoken.utterance, isBeginning(known))
  const turn = classifyHeard(speech, heard, known)
  const shows = shownByTurn(turn)
  return { ...spoken, heard, turn, need: 0, shows, evidence: evidenceOf(speech, spoken, heard, shows) }
}

const listenToCustomer = (speech: Speech, listening: Listening, spoken: Spoken): Listened => {
  const isEarly = listening.context.turn <= 1
  const heard = hearUtterance(speech.ear, spoken.utterance, isEarly)
  const need = judgeRequest(speech, heard, listening.customerTurns + 1)
  const shows = shownByCustomer(heard, need)
  return { ...spoken, heard, need, shows, evidence: evidenceOf(speech, spoken, heard, shows) }
}

type Heeded = { listened: Listened; next: Listening }

const heed = (speech: Speech, listening: Listening, spoken: Spoken, sinceAnswerMs?: number): Heeded => {
  const { context } = listening
  if (spoken.utterance.role === 'agent') {
    const listened = listenToAgent(speech, listening, spoken, sinceAnswerMs)
    const { step, isScrap } = listened.turn as TurnClass
    const previous = isScrap ? context.previous : step
    const seen = isScrap ? context.seen : new Set(context.seen).add(step)
    return {
      listened,
      next: { ...listening, context: { ...context, turn: context.turn + 1, previous, seen, answer: undefined } },
    }
  }
  if (spoken.utterance.role !== 'customer') {
    const heard = hearText(speech.ear, '', false)
    return { listened: { ...spoken, heard, need: 0, shows: nothing(), evidence: [] }, next: listening }
  }
  const listened = listenToCustomer(speech, listening, spoken)
  const { heard, need } = listened
  const answer = {
    need: Math.max(need, context.answer?.need ?? 0),
    length: heard.text.length,
    isThanks: THANKS.test(heard.text),
  }
  return {
    listened,
    next: {
      context: { ...context, need: Math.max(context.need, need), answer },
      customerTurns: listening.customerTurns + 1,
    },
  }
}

const heedNext = keepLast(
  (utterance: Utterance, at: number, speech: Speech, listening: Listening, sinceAnswerMs: number | undefined): Heeded =>
    heed(speech, listening, { utterance, at }, sinceAnswerMs),
)

/**
 * Takes in the next utterance and says what it shows. A call is read again and again and grows at its end: the same
 * utterance after the same past is worked out once.
 */
export const listenOn = (speech: Speech, listening: Listening, spoken: Spoken, sinceAnswerMs?: number): Heeded =>
  heedNext(spoken.utterance, spoken.at, speech, listening, sinceAnswerMs)
