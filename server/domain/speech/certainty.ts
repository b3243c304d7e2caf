import type { Certainty } from '../words.ts'

/** From here on (0..1) people are told it is sure, or fairly so. */
const HIGH = 0.9
const MEDIUM = 0.75

/** A confidence in words; 0 says nothing. */
export const certaintyOf = (confidence: number): Certainty | undefined => {
  if (confidence <= 0) return undefined
  if (confidence >= HIGH) return 'high'
  return confidence >= MEDIUM ? 'medium' : 'low'
}
