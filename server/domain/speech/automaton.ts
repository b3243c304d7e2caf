import { createEdgeTable, type EdgeTable, NO_EDGE } from './edge-table.ts'
import { joinLists } from './lists.ts'
import type { Units } from './units.ts'

/** Counts what a search does, for tests of its growth. */
export type Meter = { steps: number }

/**
 * All places of many literals in one pass (Aho-Corasick). Characters are UTF-16 units.
 * `search` calls `found(literal, to)` with the index of the literal and the place behind it, in order of `to`.
 */
export type Automaton = { search(text: Units, found: (literal: number, to: number) => void, meter?: Meter): void }

const CODES = 0x10000

/** `letters` numbers the characters that occur, from 1. */
type Trie = { next: EdgeTable; edges: Edge[]; ends: number[][]; letters: Uint16Array }
type Edge = { node: number; letter: number; child: number; depth: number }

const numberLetters = (literals: readonly Units[]): Uint16Array => {
  const letters = new Uint16Array(CODES)
  let count = 0
  for (const literal of literals)
    for (let i = 0; i < literal.length; i++) {
      const code = literal[i] as number
      if (letters[code] === 0) letters[code] = ++count
    }
  return letters
}

const buildTrie = (literals: readonly Units[]): Trie => {
  const letters = numberLetters(literals)
  const next = createEdgeTable()
  const edges: Edge[] = []
  const ends: number[][] = [[]]
  literals.forEach((literal, index) => {
    let node = 0
    for (let i = 0; i < literal.length; i++) {
      const letter = letters[literal[i] as number] as number
      let child = next.get(node, letter)
      if (child === NO_EDGE) {
        child = ends.push([]) - 1
        next.set(node, letter, child)
        edges.push({ node, letter, child, depth: i })
      }
      node = child
    }
    if (node > 0) ends[node]?.push(index)
  })
  return { next, edges, ends, letters }
}

/** Where to go on when a node has no edge; `outputs` are the literals that end there, suffixes included. */
const linkFailures = ({ next, edges, ends }: Trie): { fail: Int32Array; outputs: readonly number[][] } => {
  const fail = new Int32Array(ends.length)
  const outputs = ends
  for (const { node, letter, child } of edges.toSorted((a, b) => a.depth - b.depth)) {
    if (node === 0) continue
    let back = fail[node] as number
    while (back > 0 && next.get(back, letter) === NO_EDGE) back = fail[back] as number
    const target = Math.max(0, next.get(back, letter))
    fail[child] = target
    outputs[child]?.push(...(outputs[target] ?? []))
  }
  return { fail, outputs }
}

export const buildAutomaton = (literals: readonly Units[]): Automaton => {
  const trie = buildTrie(literals)
  const { fail, outputs } = linkFailures(trie)
  const { items, starts } = joinLists(outputs)
  const { next, letters } = trie
  return {
    search(text, found, meter) {
      let node = 0
      for (let i = 0; i < text.length; i++) {
        if (meter) meter.steps++
        const letter = letters[text[i] as number] as number
        // No literal holds it: whatever had begun ends here.
        if (letter === 0) {
          node = 0
          continue
        }
        let child = next.get(node, letter)
        while (child === NO_EDGE && node > 0) {
          node = fail[node] as number
          child = next.get(node, letter)
          if (meter) meter.steps++
        }
        node = child === NO_EDGE ? 0 : child
        const behind = starts[node + 1] as number
        for (let at = starts[node] as number; at < behind; at++) {
          found(items[at] as number, i + 1)
          if (meter) meter.steps++
        }
      }
    },
  }
}
