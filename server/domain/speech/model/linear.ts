import { z } from 'zod'
import type { Feature } from './features.ts'

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

/** Scores by class, before they are made probabilities. */
export const scoreLinear = (model: Linear, grams: Uint16Array, features: readonly Feature[]): number[] => {
  const { classes, scale, grams: weights, dense } = model
  const factor = scale / Math.sqrt(Math.max(1, grams.length))
  const scores: number[] = []
  for (let k = 0; k < classes; k++) {
    let whole = 0
    for (let i = 0; i < grams.length; i++) whole += weights[(grams[i] as number) * classes + k] as number
    let score = whole * factor
    for (const [column, value] of features) score += (dense[column]?.[k] ?? 0) * value
    scores.push(score)
  }
  return scores
}

export const softmax = (scores: readonly number[]): number[] => {
  const top = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - top))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}

export const sigmoid = (score: number): number => 1 / (1 + Math.exp(-score))
