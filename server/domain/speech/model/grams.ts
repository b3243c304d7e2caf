const SEEDS = [0x811c9dc5, 0x2c1b3c6d, 0x297a2d39] as const
/** Stands before the first and behind the last character. */
const EDGE = 0x7f

const mix = (hash: number): number => {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (mixed ^ (mixed >>> 13)) >>> 0
}

/** Hashed pieces of one to three characters of a text, each once; `buckets` is a power of two. */
export const hashGrams = (text: string, buckets: number): number[] => {
  const found = new Set<number>()
  const codeAt = (index: number) => (index < 0 || index >= text.length ? EDGE : text.charCodeAt(index))
  for (let from = -1; from <= text.length; from++) {
    for (let size = 1; size <= 3 && from + size <= text.length + 1; size++) {
      let hash: number = SEEDS[size - 1] ?? 0
      for (let i = from; i < from + size; i++) hash = Math.imul(hash ^ codeAt(i), 0x01000193)
      found.add(mix(hash) & (buckets - 1))
    }
  }
  return [...found]
}
