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

/** Scores by class, before they are made probabilities. */
export const scoreLinear = (model: Linear, grams: readonly number[], features: readonly Feature[]): number[] => {
  const { classes, scale } = model
  const scores = new Array<number>(classes).fill(0)
  for (const bucket of grams) {
    for (let k = 0; k < classes; k++) scores[k] = (scores[k] ?? 0) + (model.grams[bucket * classes + k] ?? 0)
  }
  const factor = scale / Math.sqrt(Math.max(1, grams.length))
  for (let k = 0; k < classes; k++) scores[k] = (scores[k] ?? 0) * factor
  for (const [column, value] of features) {
    const row = model.dense[column]
    for (let k = 0; k < classes; k++) scores[k] = (scores[k] ?? 0) + (row?.[k] ?? 0) * value
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
