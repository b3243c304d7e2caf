import type { Utterance } from '../call/call.ts'
import { keepLast } from '../keep.ts'
import { STEPS } from '../words.ts'
import { ANYTHING_ELSE, type Lexicon, type StepCue, stepOfCue } from './lexicon.ts'
import { type CueHit, compileCues, type Matcher } from './matcher.ts'
import { GRAM_BUCKETS, type Grams, hashGrams } from './model/grams.ts'
import { type Normalised, normalise, normalisedOf } from './normalize.ts'

/** One utterance by itself, whoever said it. */
export type Heard = {
  /** Normalised. */
  text: string
  /** Phrases of agents, wherever they count. */
  hits: readonly CueHit[]
  /** By step, the surest phrase of an agent: in its very characters, and with slips. */
  exact: readonly number[]
  near: readonly number[]
  /** The surest phrase of a customer who wants something, 0 for none. */
  request: number
  /** How surely an agent asks whether there is anything else. */
  asksElse: number
  /** It ends as questions do, or the recogniser wrote a question mark. */
  isQuestion: boolean
  grams: Grams
}

const ASKS = /(吗|么|嘛|呢|吧|没|不|没有|没得|不嘛|噻|啵|是不是|行不行|好不好|对不对|可不可以|得唔得|中不中|得行|未)$/

const LONGEST_TAIL = 4

/** A lexicon made ready to listen with. */
export type Ear = {
  cues: readonly StepCue[]
  /** By cue, the index of its step. */
  steps: readonly number[]
  matcher: Matcher
}

export const prepareEar = (lexicon: Lexicon): Ear => ({
  cues: lexicon.steps,
  steps: lexicon.steps.map((cue) => STEPS.indexOf(stepOfCue(lexicon, cue))),
  matcher: compileCues(lexicon.steps),
})

const hearNormalised = (ear: Ear, text: string, normalised: Normalised, isBegin: boolean): Heard => {
  const exact = STEPS.map(() => 0)
  const near = STEPS.map(() => 0)
  let request = 0
  let asksElse = 0
  const hits: CueHit[] = []
  for (const hit of ear.matcher.find(normalised)) {
    const cue = ear.cues[hit.cue] as StepCue
    if (cue.role === 'customer') request = Math.max(request, hit.weight)
    else if (isBegin || cue.window !== 'begin') {
      const best = hit.isExact ? exact : near
      const step = ear.steps[hit.cue] ?? 0
      best[step] = Math.max(best[step] ?? 0, hit.weight)
      if (cue.step === ANYTHING_ELSE) asksElse = Math.max(asksElse, hit.weight)
      hits.push(hit)
    }
  }
  const isQuestion = ASKS.test(normalised.text.slice(-LONGEST_TAIL)) || '?？'.includes(text.trimEnd().slice(-1) || ' ')
  const grams = hashGrams(normalised.sounds, GRAM_BUCKETS)
  return { text: normalised.text, hits, exact, near, request, asksElse, isQuestion, grams }
}

/** `isBegin`: phrases that only count while a call begins are counted. */
export const hearText = (ear: Ear, text: string, isBegin: boolean): Heard =>
  hearNormalised(ear, text, normalise(text), isBegin)

const hear = keepLast((utterance: Utterance, ear: Ear, isBegin: boolean) =>
  hearNormalised(ear, utterance.text, normalisedOf(utterance), isBegin),
)

/** The same of an utterance, worked out once. */
export const hearUtterance = (ear: Ear, utterance: Utterance, isBegin: boolean): Heard => hear(utterance, ear, isBegin)
