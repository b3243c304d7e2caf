import type { SeededRandom } from '#server/domain/seeded-random.ts'
import { prepareEar } from '#server/domain/speech/hear.ts'
import { shippedLexicon } from '#server/domain/speech/lexicon.ts'
import { CUSTOMER_DENSE, DENSE_COLUMNS } from '#server/domain/speech/model/features.ts'
import { ALL_BUCKETS, GRAM_BUCKETS } from '#server/domain/speech/model/grams.ts'
import { type ModelFile, TURN_CLASSES } from '#server/domain/speech/model/model.ts'
import { fitLinear } from './fit.ts'
import { makeExamples } from './make-examples.ts'
import { readTexts, type Texts } from './texts.ts'

/** The model of the shipped lexicon, from so many made-up calls. */
export const trainModel = (random: SeededRandom, calls: number, texts: Texts = readTexts()): ModelFile => {
  const examples = makeExamples(random, texts, prepareEar(shippedLexicon()), calls)
  const shape = { epochs: 4, shrink: 2e-4 }
  return {
    version: 1,
    agent: fitLinear(random, examples.agent, {
      ...shape,
      buckets: ALL_BUCKETS,
      classes: TURN_CLASSES.length,
      columns: DENSE_COLUMNS,
    }),
    customer: fitLinear(random, examples.customer, {
      ...shape,
      buckets: GRAM_BUCKETS,
      classes: 1,
      columns: CUSTOMER_DENSE,
    }),
  }
}
