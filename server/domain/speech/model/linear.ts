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
