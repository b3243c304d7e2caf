import { z } from 'zod'
import type { Feature } from './features.ts'
import type { Grams } from './grams.ts'

/** A linear model over hashed pieces of characters (one byte a weight) and some plain columns. */
export type Linear = {
  classes: number
  /** Power of two. */
  buckets: number
  /** `classes` weights a bucket, times `scale`. */
  grams: Int8Array
  scale: number
  /** By column, then by class. */
  dense: readonly (readonly number[])[]
}

/** A linear model as a file. */
export const linearSchema = (columns: number | undefined, classes: number) => {
  const rows = z.array(z.array(z.number()).length(classes))
  return z.strictObject({
    buckets: z.int().min(1),
    scale: z.number(),
    /** base64 of one signed byte a weight */
    grams: z.string(),
    dense: columns === undefined ? rows : rows.length(columns),
  })
}
type LinearFile = z.infer<ReturnType<typeof linearSchema>>

const readBytes = (text: string): Int8Array => Int8Array.from(atob(text), (char) => (char.charCodeAt(0) << 24) >> 24)

export const readLinear = ({ grams, ...rest }: LinearFile, classes: number): Linear => {
  const bytes = readBytes(grams)
  if (bytes.length !== rest.buckets * classes) throw new Error('the model file is cut short; run npm run train')
  return { ...rest, classes, grams: bytes }
}

const addGrams = ({ classes, scale, grams: weights }: Linear, grams: Grams, scores: number[]): void => {
  const factor = scale / Math.sqrt(Math.max(1, grams.length))
  for (let k = 0; k < classes; k++) {
    let sum = 0
    for (const gram of grams) sum += weights[gram * classes + k] as number
    scores[k] = (scores[k] as number) + sum * factor
  }
}

/** Scores by class, before they are made probabilities; the pieces of each text weigh as much as any other's together. */
export const scoreLinear = (model: Linear, texts: readonly Grams[], features: readonly Feature[]): number[] => {
  const { classes, dense } = model
  const scores: number[] = []
  for (let k = 0; k < classes; k++) scores.push(0)
  for (const grams of texts) addGrams(model, grams, scores)
  for (const feature of features) {
    const row = dense[feature[0]]
    const value = feature[1]
    for (let k = 0; row && k < classes; k++) scores[k] = (scores[k] as number) + (row[k] as number) * value
  }
  return scores
}

export const softmax = (scores: readonly number[]): number[] => {
  const top = Math.max(...scores)
  let sum = 0
  const powers: number[] = []
  for (const score of scores) {
    const power = Math.exp(score - top)
    powers.push(power)
    sum += power
  }
  for (let k = 0; k < powers.length; k++) powers[k] = (powers[k] as number) / sum
  return powers
}

export const sigmoid = (score: number): number => 1 / (1 + Math.exp(-score))
