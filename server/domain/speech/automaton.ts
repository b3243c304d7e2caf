/** Counts what a search does, for tests of its growth. */
export type Meter = { steps: number }

/**
 * All places of many literals in one pass (Aho-Corasick). Characters are UTF-16 units.
 * `search` calls `found(literal, to)` with the index of the literal and the place behind it, in order of `to`.
 */
export type Automaton = { search(text: string, found: (literal: number, to: number) => void, meter?: Meter): void }

const CODES = 0x10000

/** `letters` numbers the characters that occur, from 1, so that an edge is a small number: `node * width + letter`. */
type Trie = { next: Map<number, number>; ends: number[][]; letters: Uint16Array; width: number }

const numberLetters = (literals: readonly string[]): { letters: Uint16Array; width: number } => {
  const letters = new Uint16Array(CODES)
  let width = 1
  for (const literal of literals)
    for (let i = 0; i < literal.length; i++) {
      const code = literal.charCodeAt(i)
      if (letters[code] === 0) letters[code] = width++
    }
  return { letters, width }
}

const buildTrie = (literals: readonly string[]): Trie => {
  const { letters, width } = numberLetters(literals)
  const next = new Map<number, number>()
  const ends: number[][] = [[]]
  literals.forEach((literal, index) => {
    let node = 0
    for (let i = 0; i < literal.length; i++) {
      const edge = node * width + (letters[literal.charCodeAt(i)] as number)
      let child = next.get(edge)
      if (child === undefined) {
        child = ends.push([]) - 1
        next.set(edge, child)
      }
      node = child
    }
    if (node > 0) ends[node]?.push(index)
  })
  return { next, ends, letters, width }
}

/** Where to go on when a node has no edge; `outputs` are the literals that end there, suffixes included. */
const linkFailures = ({ next, ends, width }: Trie): { fail: Int32Array; outputs: readonly (readonly number[])[] } => {
  const fail = new Int32Array(ends.length)
  const outputs: (readonly number[])[] = ends
  // Nodes were numbered depth by depth only within a literal: sort edges by the depth of their child.
  const depth = new Int32Array(ends.length)
  const edges = [...next].map(([edge, child]) => ({ node: Math.floor(edge / width), letter: edge % width, child }))
  for (const { node, child } of edges) depth[child] = (depth[node] ?? 0) + 1
  edges.sort((a, b) => (depth[a.child] ?? 0) - (depth[b.child] ?? 0))
  for (const { node, letter, child } of edges) {
    if (node === 0) continue
    let back = fail[node] ?? 0
    while (back > 0 && !next.has(back * width + letter)) back = fail[back] ?? 0
    const target = next.get(back * width + letter) ?? 0
    fail[child] = target
    const inherited = outputs[target] ?? []
    if (inherited.length > 0) outputs[child] = [...(outputs[child] ?? []), ...inherited]
  }
  return { fail, outputs }
}

export const buildAutomaton = (literals: readonly string[]): Automaton => {
  const trie = buildTrie(literals)
  const { fail, outputs } = linkFailures(trie)
  const { next, letters, width } = trie
  return {
    search(text, found, meter) {
      let node = 0
      for (let i = 0; i < text.length; i++) {
        if (meter) meter.steps++
        const letter = letters[text.charCodeAt(i)] as number
        // No literal holds it: whatever had begun ends here.
        if (letter === 0) {
          node = 0
          continue
        }
        let child = next.get(node * width + letter)
        while (child === undefined && node > 0) {
          node = fail[node] as number
          child = next.get(node * width + letter)
          if (meter) meter.steps++
        }
        node = child ?? 0
        for (const literal of outputs[node] as readonly number[]) {
          found(literal, i + 1)
          if (meter) meter.steps++
        }
      }
    },
  }
}
