import { joinLists, type Lists } from './lists.ts'
import { buildTrie, CODES, childOf, ROOT, type Trie } from './trie.ts'
import type { Units } from './units.ts'

/** Counts what a search does, for tests of its growth. */
export type Meter = { steps: number }

/** All places of many literals in one pass (Aho-Corasick), character by character from `ROOT` on. Characters are UTF-16 units. */
export type Automaton = {
  step(node: number, unit: number, meter?: Meter): number
  /** By node, the literals that end where it is reached. */
  ends: Lists
}

/** Where to go on when a node has no child by a letter. Shorter ones come first, so theirs are known. */
const linkFailures = (trie: Trie): Int32Array => {
  const { letterOf, parents } = trie
  const fail = new Int32Array(letterOf.length)
  for (let node = 1; node < letterOf.length; node++) {
    let back = parents[node] as number
    while (back !== ROOT && fail[node] === ROOT) {
      back = fail[back] as number
      fail[node] = childOf(trie, back, letterOf[node] as number)
    }
  }
  return fail
}

/** The literals that end at each node, suffixes included. */
const listEnds = ({ ends }: Trie, fail: Int32Array): Lists => {
  const all: (readonly number[])[] = []
  ends.forEach((own, node) => {
    all.push(node === ROOT ? own : [...own, ...(all[fail[node] as number] as readonly number[])])
  })
  return joinLists(all)
}

/** By letter, the child of the root: most characters of a text are looked for there. */
const listBegins = ({ first, letterOf }: Trie): Int32Array => {
  const begins = new Int32Array(CODES)
  for (let node = first[ROOT] as number; node < (first[ROOT + 1] as number); node++)
    begins[letterOf[node] as number] = node
  return begins
}

export const buildAutomaton = (literals: readonly Units[]): Automaton => {
  const trie = buildTrie(literals)
  const fail = linkFailures(trie)
  const begins = listBegins(trie)
  return {
    ends: listEnds(trie, fail),
    step(from, unit, meter) {
      if (meter) meter.steps++
      const letter = trie.letters[unit] as number
      // No literal holds it: whatever had begun ends here.
      if (letter === 0) return ROOT
      for (let node = from; node !== ROOT; node = fail[node] as number) {
        const child = childOf(trie, node, letter)
        if (child !== ROOT) return child
        if (meter) meter.steps++
      }
      return begins[letter] as number
    },
  }
}
