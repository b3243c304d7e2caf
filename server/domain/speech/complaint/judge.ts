import { z } from 'zod'
import type { Feature } from '../model/features.ts'
import { type Grams, hashGrams } from '../model/grams.ts'
import { type Linear, linearSchema, readLinear, scoreLinear, softmax } from '../model/linear.ts'
import { soundsOf } from '../sounds.ts'
import { type Units, unitsOf } from '../units.ts'
import shipped from './judge.v1.json' with { type: 'json' }
import { COMPLAINT_FAMILIES, type ComplaintLexicon } from './lexicon.ts'
import type { Hearing } from './weigh.ts'

/** How far an utterance goes by itself; the place in the list is the level. */
export const COMPLAINT_CLASSES = ['none', 'mild', 'warn', 'escalate', 'grave'] as const

/** Pieces of characters share so many places. */
export const JUDGE_BUCKETS = 16_384

export const judgeSchema = z.strictObject({
  version: z.int().min(1),
  /** Names of contexts it was trained with; others of an installation say nothing to it. */
  contexts: z.array(z.string()),
  /** Columns: one that is always 1, two a family, one a context. */
  linear: linearSchema(undefined, COMPLAINT_CLASSES.length),
})
export type JudgeFile = z.infer<typeof judgeSchema>

export const countColumns = (contexts: readonly string[]): number => 1 + 2 * COMPLAINT_FAMILIES.length + contexts.length

const MOST = 1.5
/** Somebody's number, which names nobody else. */
const LONG_NUMBER = /[0-9*]{6,}/g

const soundsWithoutNumbers = ({ text, sounds }: Hearing): Units => {
  const without = text.replace(LONG_NUMBER, '#')
  return without === text ? sounds : soundsOf(unitsOf(without))
}

/** What is given to the model beside the characters: what the words made of the utterance. */
export const listJudged = (lexicon: ComplaintLexicon, contexts: readonly string[]) => {
  const familyColumns = lexicon.families.map(({ family }) => 1 + 2 * COMPLAINT_FAMILIES.indexOf(family))
  const first = 1 + 2 * COMPLAINT_FAMILIES.length
  const contextColumns = lexicon.contexts.map(({ id }) => contexts.indexOf(id))
  return (hearing: Hearing): { grams: Grams; features: Feature[] } => {
    const features: Feature[] = [[0, 1]]
    for (const [family, { points }] of hearing.families) {
      const column = familyColumns[family] as number
      const share = Math.max(-MOST, Math.min(MOST, points / lexicon.enough))
      features.push([column, 1], [column + 1, share])
    }
    for (const context of hearing.contexts) {
      const column = contextColumns[context] ?? -1
      if (column >= 0) features.push([first + column, 1])
    }
    return { grams: hashGrams(soundsWithoutNumbers(hearing), JUDGE_BUCKETS), features }
  }
}

/** Gives, for each level, the chance that an utterance goes at least so far. */
export type Judge = (hearing: Hearing) => readonly number[]

export const createJudge = (file: JudgeFile, lexicon: ComplaintLexicon): Judge => {
  const linear: Linear = readLinear(file.linear, COMPLAINT_CLASSES.length)
  const list = listJudged(lexicon, file.contexts)
  return (hearing) => {
    const { grams, features } = list(hearing)
    const chances = softmax(scoreLinear(linear, [grams], features))
    for (let level = chances.length - 2; level >= 0; level--)
      chances[level] = (chances[level] ?? 0) + (chances[level + 1] ?? 0)
    return chances
  }
}

let read: JudgeFile | undefined

/** The model the product ships with, made by `npm run train`. */
export const shippedJudge = (): JudgeFile => {
  read ??= judgeSchema.parse(shipped)
  return read
}
