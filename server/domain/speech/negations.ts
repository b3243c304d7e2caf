import { oneOf } from './characters.ts'
import type { Units } from './units.ts'

const isNegation = oneOf('不没未别无')

/** How many stand between two places of a text. A negation more or less is another meaning, not a slip of the recogniser. */
export const countNegations = (text: Units, from: number, to: number): number => {
  let count = 0
  for (let i = from; i < to; i++) if (isNegation(text[i] as number)) count++
  return count
}
