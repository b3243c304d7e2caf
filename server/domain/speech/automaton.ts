/** Counts what a search does, for tests of its growth. */
export type Meter = { steps: number }

/**
 * All places of many literals in one pass (Aho-Corasick). Characters are UTF-16 units.
 * `search` calls `found(literal, to)` with the index of the literal and the place behind it, in order of `to`.
 */
export type Automaton = { search(text: string, found: (literal: number, to: number) => void, meter?: Meter): void }

const WIDTH = 0x10000

type Trie = { next: Map<number, number>; ends: number[][] }

const buildTrie = (literals: readonly string[]): Trie => {
  const next = new Map<number, number>()
  const ends: number[][] = [[]]
  literals.forEach((literal, index) => {
    let node = 0
    for (let i = 0; i < literal.length; i++) {
      const edge = node * WIDTH + literal.charCodeAt(i)
      let child = next.get(edge)
      if (child === undefined) {
        child = ends.push([]) - 1
        next.set(edge, child)
      }
      node = child
    }
    if (node > 0) ends[node]?.push(index)
  })
  return { next, ends }
}

/** Where to go on when a node has no edge; `outputs` are the literals that end there, suffixes included. */
const linkFailures = ({ next, ends }: Trie): { fail: Int32Array; outputs: readonly (readonly number[])[] } => {
  const fail = new Int32Array(ends.length)
  const outputs: (readonly number[])[] = ends
  // Nodes were numbered depth by depth only within a literal: sort edges by the depth of their child.
  const depth = new Int32Array(ends.length)
  const edges = [...next].map(([edge, child]) => ({ node: Math.floor(edge / WIDTH), code: edge % WIDTH, child }))
  for (const { node, child } of edges) depth[child] = (depth[node] ?? 0) + 1
  edges.sort((a, b) => (depth[a.child] ?? 0) - (depth[b.child] ?? 0))
  for (const { node, code, child } of edges) {
    if (node === 0) continue
    let back = fail[node] ?? 0
    while (back > 0 && !next.has(back * WIDTH + code)) back = fail[back] ?? 0
    const target = next.get(back * WIDTH + code) ?? 0
    fail[child] = target
    const inherited = outputs[target] ?? []
    if (inherited.length > 0) outputs[child] = [...(outputs[child] ?? []), ...inherited]
  }
  return { fail, outputs }
}

export const buildAutomaton = (literals: readonly string[]): Automaton => {
  const trie = buildTrie(literals)
  const { fail, outputs } = linkFailures(trie)
  const { next } = trie
  return {
    search(text, found, meter) {
      let node = 0
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i)
        let child = next.get(node * WIDTH + code)
        while (child === undefined && node > 0) {
          node = fail[node] ?? 0
          child = next.get(node * WIDTH + code)
          if (meter) meter.steps++
        }
        node = child ?? 0
        for (const literal of outputs[node] as readonly number[]) {
          found(literal, i + 1)
          if (meter) meter.steps++
        }
        if (meter) meter.steps++
      }
    },
  }
}
