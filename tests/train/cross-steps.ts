import { createRandom } from '#server/domain/seeded-random.ts'
import { prepareSpeech, type Speech } from '#server/domain/speech/classify-turn.ts'
import { shippedLexicon } from '#server/domain/speech/lexicon.ts'
import { readModel } from '#server/domain/speech/model/model.ts'
import type { LabelledCall } from '#tests/eval/read-calls.ts'
import { measureSteps } from '#tests/eval/steps.ts'
import { stepOf } from './make-call.ts'
import { readTexts, type WrittenCall } from './texts.ts'
import { trainModel } from './train-model.ts'

/** As the evaluation reads calls. */
const toLabelled = ({ lines, skips, scenario, direction, end, author }: WrittenCall, index: number): LabelledCall => {
  const callId = `${author}/${index + 1}`
  return {
    callId,
    scenario,
    direction,
    end,
    skips,
    lines: lines.map((line) => {
      const step = stepOf(line)
      const role = step === undefined ? ('customer' as const) : ('agent' as const)
      return {
        callId,
        role,
        text: line.text,
        step: step === 'none' ? undefined : step,
        need: line.kind === 'customer_need',
      }
    }),
  }
}

/** A speech of everything but one author's calls. */
const learnWithout = (calls: readonly WrittenCall[], author: string, seed: string, made: number): Speech => {
  const others = readTexts(calls.filter((call) => call.author !== author))
  return prepareSpeech(shippedLexicon(), readModel(trainModel(createRandom(seed), made, others)))
}

/** How steps are told in each author's calls by a model that was shown everybody's but theirs. */
export const printStepsCross = (seed: string, made: number, say: (line: string) => void): void => {
  const { calls } = readTexts()
  for (const author of new Set(calls.map((call) => call.author))) {
    const own = calls.filter((call) => call.author === author).map(toLabelled)
    const figures = measureSteps(own, seed, {}, learnWithout(calls, author, seed, made))
    say(`without author ${author}: ${JSON.stringify(figures)}`)
  }
}
