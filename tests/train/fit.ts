import type { SeededRandom } from '#server/domain/seeded-random.ts'
import type { Grams } from '#server/domain/speech/model/grams.ts'
import type { ModelFile } from '#server/domain/speech/model/model.ts'
import type { Example } from './make-examples.ts'

type Shape = { classes: number; buckets: number; columns: number; epochs: number; shrink: number }

/** Weights with what AdaGrad remembers of their gradients. */
type Weights = { values: Float64Array; squares: Float64Array }

const RATE = 0.15
const create = (size: number): Weights => ({
  values: new Float64Array(size),
  squares: new Float64Array(size).fill(1e-4),
})

const shareOf = (text: Grams): number => 1 / Math.sqrt(Math.max(1, text.length))

const scoreExample = (example: Example, grams: Weights, dense: Weights, classes: number): Float64Array => {
  const scores = new Float64Array(classes)
  for (const text of example.texts)
    for (const bucket of text)
      for (let k = 0; k < classes; k++)
        scores[k] = (scores[k] ?? 0) + (grams.values[bucket * classes + k] ?? 0) * shareOf(text)
  for (const [column, value] of example.features)
    for (let k = 0; k < classes; k++) scores[k] = (scores[k] ?? 0) + (dense.values[column * classes + k] ?? 0) * value
  return scores
}

/** Probability by class minus the truth. */
const errorsOf = (scores: Float64Array, label: number): Float64Array => {
  if (scores.length === 1) return Float64Array.of(1 / (1 + Math.exp(-(scores[0] ?? 0))) - label)
  const top = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - top))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power, k) => power / sum - (k === label ? 1 : 0))
}

const step = (weights: Weights, index: number, slope: number, shrink: number): void => {
  const value = weights.values[index] ?? 0
  const gradient = slope + shrink * value
  const square = (weights.squares[index] ?? 0) + gradient * gradient
  weights.squares[index] = square
  weights.values[index] = value - (RATE * gradient) / Math.sqrt(square)
}

const learn = (example: Example, grams: Weights, dense: Weights, { classes, shrink }: Shape): void => {
  const errors = errorsOf(scoreExample(example, grams, dense, classes), example.label)
  for (let k = 0; k < classes; k++) {
    const error = errors[k] ?? 0
    for (const text of example.texts)
      for (const bucket of text) step(grams, bucket * classes + k, error * shareOf(text), shrink)
    for (const [column, value] of example.features) step(dense, column * classes + k, error * value, shrink)
  }
}

const pack = (values: Float64Array): { grams: string; scale: number } => {
  const top = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const scale = Number((top / 127).toPrecision(6))
  const bytes = Int8Array.from(values, (value) => Math.max(-127, Math.min(127, Math.round(value / scale))))
  return { grams: Buffer.from(bytes.buffer).toString('base64'), scale }
}

/** What several late passes agree on is steadier than the last of them. */
const average = (late: readonly Float64Array[]): Float64Array =>
  (late[0] ?? new Float64Array()).map((_, i) => late.reduce((sum, values) => sum + (values[i] ?? 0), 0) / late.length)

/** Logistic regression, example by example in an order of the seed's choice. */
export const fitLinear = (random: SeededRandom, examples: readonly Example[], shape: Shape): ModelFile['agent'] => {
  const { classes, buckets, columns } = shape
  const grams = create(buckets * classes)
  const dense = create(columns * classes)
  const late: Float64Array[] = []
  for (let epoch = 0; epoch < shape.epochs; epoch++) {
    for (const example of random.shuffled(examples)) learn(example, grams, dense, shape)
    if (2 * epoch >= shape.epochs - 1) late.push(Float64Array.from([...grams.values, ...dense.values]))
  }
  const values = average(late)
  const [gramValues, denseValues] = [values.slice(0, grams.values.length), values.slice(grams.values.length)]
  const rows = Array.from({ length: columns }, (_, column) =>
    [...denseValues.slice(column * classes, (column + 1) * classes)].map((value) => Number(value.toFixed(3))),
  )
  return { buckets, ...pack(gramValues), dense: rows }
}
