import { createJudge, type Judge, shippedJudge } from './judge.ts'
import type { ComplaintFamily, ComplaintLexicon } from './lexicon.ts'
import { createWeigher, type Hearing, type Place } from './weigh.ts'

/** What a level rests on: a family of words, or the model alone. */
export type ComplaintSource = ComplaintFamily | 'model'

/** A family heard in one utterance; `places` are the phrase and, behind it, what was said around it that speaks for it. */
export type Spotted = { family: ComplaintSource; places: readonly Place[] }

export type Spotter = {
  readonly lexicon: ComplaintLexicon
  /** What is heard in one utterance of a customer, one entry a family. */
  spot(text: string): readonly Spotted[]
}

/** How far the model must agree, as a chance that the utterance goes so far. */
const AGREES = { 2: 0.5, 3: 0.5 } as const
/** So sure it makes up for points that are missing; it never makes up for the words. */
const SURE = { 2: 0.9, 3: 0.9 } as const
/** Words with so many points stand although the model is against them, unless it rules them out. */
const PLAIN_POINTS = 12
const RULED_OUT = 0.05
/** Alone, and for level 2 only. */
const ALONE = 0.97
const ALONE_LEVEL = 2

const isHeld = (lexicon: ComplaintLexicon, level: number, points: number, chances: readonly number[]): boolean => {
  if (level < 2) return points >= lexicon.enough
  const step = level === 2 ? 2 : 3
  const chance = chances[step] ?? 0
  if (points >= PLAIN_POINTS && chance >= RULED_OUT) return true
  return points >= lexicon.enough ? chance >= AGREES[step] : points > 0 && (chances[level] ?? 0) >= SURE[step]
}

const judgeHearing = (
  lexicon: ComplaintLexicon,
  hearing: Hearing,
  chances: readonly number[],
  text: string,
): Spotted[] => {
  let highest = 0
  const spotted: Spotted[] = []
  for (const [index, { points, places }] of hearing.families) {
    const { family, level } = lexicon.families[index] as ComplaintLexicon['families'][number]
    if (!isHeld(lexicon, level, points, chances)) continue
    highest = Math.max(highest, level)
    spotted.push({ family, places })
  }
  if (highest < ALONE_LEVEL && (chances[ALONE_LEVEL] ?? 0) >= ALONE)
    spotted.push({ family: 'model', places: [{ from: 0, to: text.length }] })
  return spotted
}

/** Prepares complaint words for many utterances; `judge` is the second opinion. */
export const createSpotter = (
  lexicon: ComplaintLexicon,
  judge: Judge = createJudge(shippedJudge(), lexicon),
): Spotter => {
  const weigh = createWeigher(lexicon)
  return {
    lexicon,
    spot(text) {
      const hearing = weigh(text)
      return judgeHearing(lexicon, hearing, judge(hearing), text)
    },
  }
}
