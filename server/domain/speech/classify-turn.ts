import { byStep, STEPS, type Step } from '../words.ts'
import { type Ear, type Heard, hearText, prepareEar } from './hear.ts'
import { type Lexicon, shippedLexicon } from './lexicon.ts'
import { listCustomerFeatures, listFeatures, listTexts, type TurnContext } from './model/features.ts'
import { scoreLinear, sigmoid, softmax } from './model/linear.ts'
import { type SpeechModel, shippedModel } from './model/model.ts'

/** Everything needed to understand speech: phrases and model, under their versions. */
export type Speech = { lexicon: Lexicon; ear: Ear; model: SpeechModel }

/** `step` is the likeliest of the five; `isScrap` = most likely it has no function of its own. */
export type TurnClass = { step: Step; chances: Record<Step, number>; isScrap: boolean; heard: Heard }

export const prepareSpeech = (lexicon: Lexicon, model: SpeechModel): Speech => ({
  lexicon,
  ear: prepareEar(lexicon),
  model,
})

let shipped: Speech | undefined

export const shippedSpeech = (): Speech => {
  shipped ??= prepareSpeech(shippedLexicon(), shippedModel())
  return shipped
}

/** While a call begins: the agent's first three utterances, or 20 s. */
const BEGIN_TURNS = 3
const BEGIN_MS = 20_000

export const isBeginning = ({ turn, sinceAnswerMs }: Pick<TurnContext, 'turn' | 'sinceAnswerMs'>): boolean =>
  turn <= BEGIN_TURNS && (sinceAnswerMs === undefined || turn <= 1 || sinceAnswerMs <= 2 * BEGIN_MS)

/** The model learnt that asking for anything else is closing; where a centre sees it otherwise, the two change places. */
const assignElse = ({ lexicon }: Speech, { asksElse }: Heard, chances: number[]): number[] => {
  const closing = STEPS.indexOf('closing')
  const own = STEPS.indexOf(lexicon.anythingElse)
  const a = chances[closing] ?? 0
  const b = chances[own] ?? 0
  return asksElse >= 0.5 && a > b ? chances.with(closing, b).with(own, a) : chances
}

const likeliest = (chances: readonly number[]): Step => {
  let best = 0
  for (let index = 1; index < STEPS.length; index++)
    if ((chances[index] as number) > (chances[best] as number)) best = index
  return STEPS[best] as Step
}

export const classifyHeard = (speech: Speech, heard: Heard, context: TurnContext): TurnClass => {
  const features = listFeatures(heard, context)
  const all = assignElse(speech, heard, softmax(scoreLinear(speech.model.agent, listTexts(heard, context), features)))
  const chances = byStep((_, index) => all[index] as number)
  return { step: likeliest(all), chances, isScrap: (all[STEPS.length] as number) >= 0.5, heard }
}

/** Which step an agent's utterance belongs to, by it and by what was said before it. */
export const classifyTurn = (text: string, context: TurnContext, speech: Speech = shippedSpeech()): TurnClass =>
  classifyHeard(speech, hearText(speech.ear, text, isBeginning(context)), context)

/** 0..1: whether a customer's utterance states what the call is about; `turn` = the customer's how-manieth, from 1. */
export const judgeRequest = (speech: Speech, heard: Heard, turn: number): number =>
  sigmoid(scoreLinear(speech.model.customer, [heard.grams], listCustomerFeatures(heard, turn))[0] ?? 0)
