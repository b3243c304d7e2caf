import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createRandom } from '#server/domain/seeded-random.ts'
import { shippedComplaintLexicon } from '#server/domain/speech/complaint/load.ts'
import { printCross } from './complaint/cross.ts'
import { fitJudge } from './complaint/fit-judge.ts'
import { readComplaintTexts } from './complaint/texts.ts'
import { printStepsCross } from './cross-steps.ts'
import { trainModel } from './train-model.ts'

const USAGE = `usage: npm run train [-- steps|complaint|cross --seed S --calls N --out FILE]
  steps      makes the model that tells steps from speech out of tests/train/text (without a name: this)
  complaint  makes the second judge of complaints out of tests/train/text/complaint, and prints how well it does on
             sentences and constructions it was not shown
  cross      prints, author by author, how well steps are told in calls of somebody the model was not shown; writes nothing
  Equal texts, lexicon and seed give equal bytes.
`
const DOMAIN = path.resolve(import.meta.dirname, '../../server/domain/speech')

const say = (line: string) => void process.stdout.write(`${line}\n`)

const MODELS = {
  steps: {
    out: 'model/model.v1.json',
    make: (seed: string, calls: number): object => trainModel(createRandom(seed), calls),
  },
  complaint: {
    out: 'complaint/judge.v1.json',
    make: (seed: string): object => {
      const texts = readComplaintTexts()
      const lexicon = shippedComplaintLexicon()
      printCross(texts, lexicon, seed, say)
      return fitJudge(createRandom(seed), texts, texts.lines, lexicon)
    },
  },
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean' },
    seed: { type: 'string', default: '1' },
    calls: { type: 'string', default: '6000' },
    out: { type: 'string' },
  },
})
const { seed, calls, help, out } = values
const [name = 'steps'] = positionals

const writeModel = ({ out: place, make }: (typeof MODELS)[keyof typeof MODELS]): void => {
  const file = out ?? path.join(DOMAIN, place)
  const text = `${JSON.stringify(make(seed, Number(calls)))}\n`
  writeFileSync(file, text)
  say(`${file}: ${Math.round(text.length / 1024)} kB`)
}

if (help) process.stdout.write(USAGE)
else if (name === 'cross') printStepsCross(seed, Number(calls), say)
else if (name === 'steps' || name === 'complaint') writeModel(MODELS[name])
else {
  process.stderr.write(USAGE)
  process.exitCode = 2
}
