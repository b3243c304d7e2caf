import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createRandom } from '#server/domain/seeded-random.ts'
import { shippedComplaintLexicon } from '#server/domain/speech/complaint/load.ts'
import { createSpotter } from '#server/domain/speech/complaint/spotter.ts'
import { readCalls } from '#tests/eval/read-calls.ts'
import { fitJudge } from '#tests/train/complaint/fit-judge.ts'
import { createResemblance } from '#tests/train/complaint/resemblance.ts'
import { listSentences, readComplaintTexts } from '#tests/train/complaint/texts.ts'

const lexicon = shippedComplaintLexicon()
const texts = readComplaintTexts()

const families = (chances: readonly number[], text: string): string[] =>
  createSpotter(lexicon, () => chances)
    .spot(text)
    .map(({ family }) => family)

test('[CMPL-10] the model takes a level from words it does not agree with, and the plainest words keep it', () => {
  expect(families([1, 1, 1, 1, 0], '我明天就去电视台')).toContain('media')
  expect(families([1, 0.1, 0.1, 0.1, 0], '我明天就去电视台')).toEqual([])
  expect(families([1, 0.6, 0.6, 0.55, 0], '再不退钱我明天就去工信部投诉你们这帮骗子')).toContain('regulator')
})

test('[CMPL-10] a sure model makes up for points that are missing, where a name was heard', () => {
  expect(families([1, 1, 1, 0.99, 0], '电视台')).toContain('media')
  expect(families([1, 0.3, 0.3, 0.2, 0], '电视台')).toEqual([])
})

test('[CMPL-10] the model alone reaches 2 or 3, and says so with the clause that tells it', () => {
  const aloneAt = (chances: readonly number[], text: string) => createSpotter(lexicon, () => chances).spot(text)
  expect(aloneAt([1, 1, 1, 1, 1], '天气晴')).toEqual([{ family: 'model_threat', places: [{ from: 0, to: 3 }] }])
  expect(aloneAt([1, 1, 0.92, 0.5, 0], '天气晴')).toEqual([{ family: 'model', places: [{ from: 0, to: 3 }] }])
  expect(aloneAt([1, 1, 0.8, 0.8, 0], '天气晴')).toEqual([])
  const hearsRain = createSpotter(lexicon, ({ text }) => (text.includes('下雨') ? [1, 1, 1, 0.95, 0] : [1, 0, 0, 0, 0]))
  expect(hearsRain.spot('天气晴，明天下雨。')).toEqual([{ family: 'model_threat', places: [{ from: 4, to: 8 }] }])
})

test('[CMPL-11] equal texts, words and seed give equal bytes', () => {
  const some = texts.lines.filter((_, index) => index % 40 === 0)
  const train = () => JSON.stringify(fitJudge(createRandom('7'), texts, some, lexicon))
  expect(train()).toBe(train())
})

test('[CMPL-11] nothing it is trained on repeats what it is measured by', () => {
  const files = ['open', 'held'].flatMap((set) =>
    readdirSync(`tests/eval/sets/${set}`)
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => `tests/eval/sets/${set}/${name}`),
  )
  const isKnown = createResemblance(
    files.flatMap((file) => readCalls(file).flatMap(({ lines }) => lines.map(({ text }) => text))),
  )
  const repeating = texts.lines.filter(({ text }) => listSentences(text, texts.slots).some(isKnown))
  expect([...repeating, ...texts.ordinary.filter(isKnown)]).toEqual([])
})
