import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createRandom } from '#server/domain/seeded-random.ts'
import { trainModel } from './train-model.ts'

const USAGE = `usage: npm run train [-- --seed S --calls N --out FILE]
  Makes the model that tells steps from speech out of tests/train/text. Equal texts, lexicon and seed give equal bytes.
`
const OUT = path.resolve(import.meta.dirname, '../../server/domain/speech/model/model.v1.json')

const { values } = parseArgs({
  options: {
    help: { type: 'boolean' },
    seed: { type: 'string', default: '1' },
    calls: { type: 'string', default: '6000' },
    out: { type: 'string', default: OUT },
  },
})

if (values.help) process.stdout.write(USAGE)
else {
  const text = `${JSON.stringify(trainModel(createRandom(values.seed), Number(values.calls)))}\n`
  writeFileSync(values.out, text)
  process.stdout.write(`${values.out}: ${Math.round(text.length / 1024)} kB\n`)
}
