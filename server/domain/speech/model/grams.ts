import type { Units } from '../units.ts'

/** Places of a text's pieces in a model. */
export type Grams = readonly number[]

/** So many places of a model are shared by the pieces of an utterance. */
export const GRAM_BUCKETS = 16_384
/** And so many by those of what was said before it, for each side. */
const PAST_BUCKETS = 4_096
export const ALL_BUCKETS = GRAM_BUCKETS + 2 * PAST_BUCKETS

/** Places of what the agent, or the customer, said before: their own, whatever the same pieces mean in an utterance itself. */
export const asPast = (grams: Grams, side: 'agent' | 'customer'): Grams => {
  const base = side === 'agent' ? GRAM_BUCKETS : GRAM_BUCKETS + PAST_BUCKETS
  return grams.map((gram) => base + (gram & (PAST_BUCKETS - 1)))
}

const SEEDS = [0x811c9dc5, 0x2c1b3c6d, 0x297a2d39] as const
/** Stands before the first and behind the last character. */
const EDGE = 0x7f

const mix = (hash: number): number => {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (mixed ^ (mixed >>> 13)) >>> 0
}

/** Which places were found already; clean between two texts. */
const marks = new Uint8Array(0x10000)

/** Hashed pieces of one to three characters of a text, each once; `buckets` is a power of two up to 65,536. */
export const hashGrams = (text: Units, buckets: number): Grams => {
  const grams: number[] = []
  for (let from = -1; from <= text.length; from++) {
    const longest = Math.min(3, text.length + 1 - from)
    for (let size = 1; size <= longest; size++) {
      let hash: number = SEEDS[size - 1] ?? 0
      for (let i = from; i < from + size; i++) {
        const unit = i < 0 || i >= text.length ? EDGE : (text[i] as number)
        hash = Math.imul(hash ^ unit, 0x01000193)
      }
      const bucket = mix(hash) & (buckets - 1)
      if (marks[bucket] === 1) continue
      marks[bucket] = 1
      grams.push(bucket)
    }
  }
  for (const bucket of grams) marks[bucket] = 0
  return grams
}
