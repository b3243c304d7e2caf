import type { Normalised } from '../normalize.ts'
import { createJudge, type Judge, shippedJudge } from './judge.ts'
import type { ComplaintFamily, ComplaintLexicon } from './lexicon.ts'
import { createWeigher, type Hearing, type Place } from './weigh.ts'

/** What a level rests on: a family of words, or the model alone, which tells displeasure from a threat. */
export type ComplaintSource = ComplaintFamily | ModelSource
export type ModelSource = 'model' | 'model_threat'

/** A family heard in one utterance; `places` are the phrase and, behind it, what was said around it that speaks for it. */
export type Spotted = { family: ComplaintSource; places: readonly Place[] }

export type Spotter = {
  readonly lexicon: ComplaintLexicon
  /** What is heard in one utterance of a customer, one entry a family. `normalised`: the same text, where it is known. */
  spot(text: string, normalised?: Normalised): readonly Spotted[]
}

/** How far the model must agree, as a chance that the utterance goes so far. */
const AGREES = { 2: 0.75, 3: 0.75 } as const
/** So sure it makes up for points that are missing; it never makes up for the words. */
const SURE = { 2: 0.9, 3: 0.85 } as const
/** Words with so many points stand although the model is against them, unless it rules them out. */
const PLAIN_POINTS = 12
const RULED_OUT = 0.5
/** So sure it counts alone; never for level 4, nor where a phrase was heard that is denied, asked for or quoted. */
const ALONE = [
  { source: 'model_threat', level: 3, chance: 0.9 },
  { source: 'model', level: 2, chance: 0.9 },
] as const satisfies readonly { source: ModelSource; level: number; chance: number }[]
/** A clause that by itself makes the model think so is what is shown of the utterance. */
const TELLING = 0.5

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
  place: (level: number) => Place,
): Spotted[] => {
  let highest = 0
  let isDenied = false
  const spotted: Spotted[] = []
  for (const [index, { points, places }] of hearing.families) {
    const { family, level } = lexicon.families[index] as ComplaintLexicon['families'][number]
    isDenied ||= points < 0
    if (!isHeld(lexicon, level, points, chances)) continue
    highest = Math.max(highest, level)
    spotted.push({ family, places })
  }
  const alone = isDenied
    ? undefined
    : ALONE.find(({ level, chance }) => highest < level && (chances[level] ?? 0) >= chance)
  return alone ? [...spotted, { family: alone.source, places: [place(alone.level)] }] : spotted
}

const CLAUSE = /[^\s，。！？；,.!?;]+/g

/** The clause that goes so far most surely; the whole utterance where none does by itself. */
const findTelling = (text: string, chanceOf: (clause: string) => number): Place => {
  const clauses = [...text.matchAll(CLAUSE)].map(({ 0: clause, index }) => ({
    from: index,
    to: index + clause.length,
    chance: chanceOf(clause),
  }))
  const best = clauses.reduce<(typeof clauses)[number] | undefined>(
    (a, b) => (a && a.chance >= b.chance ? a : b),
    undefined,
  )
  return best && best.chance >= TELLING ? { from: best.from, to: best.to } : { from: 0, to: text.length }
}

/** Prepares complaint words for many utterances; `judge` is the second opinion. */
export const createSpotter = (
  lexicon: ComplaintLexicon,
  judge: Judge = createJudge(shippedJudge(), lexicon),
): Spotter => {
  const weigh = createWeigher(lexicon)
  return {
    lexicon,
    spot(text, normalised) {
      const hearing = weigh(text, normalised)
      return judgeHearing(lexicon, hearing, judge(hearing), (level) =>
        findTelling(text, (clause) => judge(weigh(clause))[level] ?? 0),
      )
    },
  }
}
