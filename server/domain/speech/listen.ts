import type { Utterance } from '../call/call.ts'
import { keepLast } from '../keep.ts'
import { byStep, STEPS, type Step } from '../words.ts'
import { classifyHeard, isBeginning, judgeRequest, type Speech, type TurnClass } from './classify-turn.ts'
import { type Heard, hearText, hearUtterance } from './hear.ts'
import type { CueHit } from './matcher.ts'
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

const nothing = (): Record<Step, number> => byStep(() => 0)

const shownByTurn = ({ chances, heard, isScrap }: TurnClass): Record<Step, number> =>
  byStep((_, index) => {
    const chance = chances[STEPS[index] as Step]
    const said = Math.max(SAID * (heard.exact[index] ?? 0), ALIKE * (heard.near[index] ?? 0))
    const shown = said > 0 ? Math.max(chance, said + chance * (1 - said) * 0.5) : chance
    return shown >= FLOOR && !(isScrap && said === 0) ? shown : 0
  })

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

/** The surest phrase that shows a step; of equal ones the first. */
const surestHit = ({ ear }: Speech, { hits }: Heard, step: number): CueHit | undefined => {
  let best: CueHit | undefined
  for (const hit of hits) if (ear.steps[hit.cue] === step && !(best && best.weight >= hit.weight)) best = hit
  return best
}

const evidenceOf = (
  speech: Speech,
  { utterance, at }: Spoken,
  heard: Heard,
  shows: Record<Step, number>,
): StepEvidence[] => {
  const evidence: StepEvidence[] = []
  for (let index = 0; index < STEPS.length; index++) {
    const step = STEPS[index] as Step
    const weight = shows[step]
    if (weight === 0) continue
    const best = surestHit(speech, heard, index)
    const from = best?.from ?? 0
    const to = best?.to ?? utterance.text.length
    const text = utterance.text.slice(from, to)
    evidence.push({ step, utteranceId: utterance.utteranceId, from, to, text, at, cue: best?.cue, weight })
  }
  return evidence
}

/** Utterances of an agent between which nobody spoke are one turn. */
export const turnOf = (context: TurnContext, sinceAnswerMs?: number): TurnContext => ({
  ...context,
  turn: context.answer || context.turn === 0 ? context.turn + 1 : context.turn,
  sinceAnswerMs,
})

const listenToAgent = (speech: Speech, { context }: Listening, spoken: Spoken, sinceAnswerMs?: number) => {
  const { utterance, at } = spoken
  const known = turnOf(context, sinceAnswerMs)
  const heard = hearUtterance(speech.ear, utterance, isBeginning(known))
  const turn = classifyHeard(speech, heard, known)
  const shows = shownByTurn(turn)
  return { utterance, at, heard, turn, need: 0, shows, evidence: evidenceOf(speech, spoken, heard, shows) }
}

const listenToCustomer = (speech: Speech, listening: Listening, spoken: Spoken): Listened => {
  const { utterance, at } = spoken
  const isEarly = listening.context.turn <= 1
  const heard = hearUtterance(speech.ear, utterance, isEarly)
  const need = judgeRequest(speech, heard, listening.customerTurns + 1)
  const shows = shownByCustomer(heard, need)
  return { utterance, at, heard, need, shows, evidence: evidenceOf(speech, spoken, heard, shows) }
}

type Heeded = { listened: Listened; next: Listening }

const heedAgent = (speech: Speech, listening: Listening, spoken: Spoken, sinceAnswerMs?: number): Heeded => {
  const listened = listenToAgent(speech, listening, spoken, sinceAnswerMs)
  const { step, isScrap } = listened.turn
  const { need, seen, previous } = listening.context
  const context: TurnContext = {
    turn: turnOf(listening.context).turn,
    before: listened.heard.grams,
    previous: isScrap ? previous : step,
    seen: isScrap || seen.has(step) ? seen : new Set(seen).add(step),
    need,
  }
  return { listened, next: { context, customerTurns: listening.customerTurns } }
}

const heedCustomer = (speech: Speech, listening: Listening, spoken: Spoken): Heeded => {
  const listened = listenToCustomer(speech, listening, spoken)
  const { heard, need } = listened
  const { turn, previous, seen, need: needBefore, answer } = listening.context
  const context: TurnContext = {
    turn,
    previous,
    seen,
    need: Math.max(needBefore, need),
    answer: {
      need: Math.max(need, answer?.need ?? 0),
      length: heard.text.length,
      isThanks: THANKS.test(heard.text),
      grams: heard.grams,
    },
  }
  return { listened, next: { context, customerTurns: listening.customerTurns + 1 } }
}

const heed = (speech: Speech, listening: Listening, spoken: Spoken, sinceAnswerMs?: number): Heeded => {
  if (spoken.utterance.role === 'agent') return heedAgent(speech, listening, spoken, sinceAnswerMs)
  if (spoken.utterance.role === 'customer') return heedCustomer(speech, listening, spoken)
  const heard = hearText(speech.ear, '', false)
  return { listened: { ...spoken, heard, need: 0, shows: nothing(), evidence: [] }, next: listening }
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
