import type { SeededRandom } from '#server/domain/seeded-random.ts'
import {
  COMPLAINT_CLASSES,
  countColumns,
  JUDGE_BUCKETS,
  type JudgeFile,
  listJudged,
} from '#server/domain/speech/complaint/judge.ts'
import type { ComplaintLexicon } from '#server/domain/speech/complaint/lexicon.ts'
import { createWeigher } from '#server/domain/speech/complaint/weigh.ts'
import { fitLinear } from '../fit.ts'
import type { Example } from '../make-examples.ts'
import { addNoise } from '../noise.ts'
import { type ComplaintLine, type ComplaintTexts, fillSlots } from './texts.ts'

/** Shares of sentences by how many of their characters are wrong. */
const NOISE = { 0: 60, 0.05: 15, 0.1: 15, 0.2: 10 } as const
/** So many sentences are made of a line. */
const SENTENCES = 8
/** So often something harmless is said before, or behind. */
const JOINED = 0.12

const makeSentence = (
  random: SeededRandom,
  line: ComplaintLine,
  { slots }: ComplaintTexts,
  calm: readonly ComplaintLine[],
): string => {
  const text = fillSlots(random, line.text, slots)
  const calmly = () => fillSlots(random, random.pick(calm).text, slots)
  const before = random.chance(JOINED) ? `${calmly()} ` : ''
  const behind = random.chance(JOINED) ? ` ${calmly()}` : ''
  return addNoise(random, before + text + behind, Number(random.weighted(NOISE as Record<string, number>)))
}

/** So often what the words made of a sentence is not told: the model must know without. */
const DEAF = 0.6

/** The second judge of complaints, from lines and what their slots stand for. */
export const fitJudge = (
  random: SeededRandom,
  texts: ComplaintTexts,
  lines: readonly ComplaintLine[],
  lexicon: ComplaintLexicon,
): JudgeFile => {
  const calm = lines.filter(({ label }) => label === 0)
  const contexts = lexicon.contexts.map(({ id }) => id)
  const weigh = createWeigher(lexicon)
  const list = listJudged(lexicon, contexts)
  const ordinary: Example[] = texts.ordinary
    .map((text) => weigh(text))
    // What has a phrase of complaints in it may be no ordinary thing to say.
    .filter(({ families }) => families.size === 0)
    .map((hearing) => {
      const { grams, features } = list(hearing)
      return { texts: [grams], features, label: 0 }
    })
  const written: Example[] = lines.flatMap((line) =>
    Array.from({ length: SENTENCES }, () => {
      const { grams, features } = list(weigh(makeSentence(random, line, texts, calm)))
      return { texts: [grams], features: random.chance(DEAF) ? features.slice(0, 1) : features, label: line.label }
    }),
  )
  const shape = { buckets: JUDGE_BUCKETS, columns: countColumns(contexts), classes: COMPLAINT_CLASSES.length }
  return {
    version: 1,
    contexts,
    linear: fitLinear(random, [...written, ...ordinary], { ...shape, epochs: 4, shrink: 5e-5 }),
  }
}
