import type { Units } from './units.ts'

/**
 * A trie whose nodes are numbered level by level, so that the children of a node follow each other: those of `node` are
 * `first[node]` up to before `first[node + 1]`, in order of the letters that lead to them. Few cells of memory a step.
 */
export type Trie = {
  /** By code unit, the number of the letter it is, from 1; 0 where no literal holds it. */
  letters: Uint16Array
  first: Int32Array
  /** By node, the letter that leads to it. */
  letterOf: Uint16Array
  parents: Int32Array
  /** By node, the literals that end there. */
  ends: readonly (readonly number[])[]
}

/** So many code units there are, and letters at most. */
export const CODES = 0x10000

export const ROOT = 0

type Draft = { letter: number; parent: number; children: Map<number, Draft>; ends: number[] }

const draftNode = (letter: number): Draft => ({ letter, parent: ROOT, children: new Map(), ends: [] })

const numberLetters = (literals: readonly Units[]): Uint16Array => {
  const letters = new Uint16Array(CODES)
  let count = 0
  for (const literal of literals) for (const code of literal) if (letters[code] === 0) letters[code] = ++count
  return letters
}

const draftTrie = (literals: readonly Units[], letters: Uint16Array): Draft => {
  const root = draftNode(0)
  literals.forEach((literal, index) => {
    let node = root
    for (const code of literal) {
      const letter = letters[code] as number
      const child = node.children.get(letter) ?? draftNode(letter)
      node.children.set(letter, child)
      node = child
    }
    if (node !== root) node.ends.push(index)
  })
  return root
}

export const buildTrie = (literals: readonly Units[]): Trie => {
  const letters = numberLetters(literals)
  const nodes = [draftTrie(literals, letters)]
  const first: number[] = []
  // The list grows by the children of each node while it is gone through.
  for (const [number, { children }] of nodes.entries()) {
    first.push(nodes.length)
    for (const child of [...children.values()].sort((a, b) => a.letter - b.letter)) {
      child.parent = number
      nodes.push(child)
    }
  }
  return {
    letters,
    first: Int32Array.from([...first, nodes.length]),
    letterOf: Uint16Array.from(nodes, ({ letter }) => letter),
    parents: Int32Array.from(nodes, ({ parent }) => parent),
    ends: nodes.map(({ ends }) => ends),
  }
}

/** The child of a node by a letter; ROOT when there is none. */
export const childOf = ({ first, letterOf }: Trie, node: number, letter: number): number => {
  let low = first[node] as number
  let high = first[node + 1] as number
  while (low < high) {
    const middle = (low + high) >> 1
    const found = letterOf[middle] as number
    if (found === letter) return middle
    if (found < letter) low = middle + 1
    else high = middle
  }
  return ROOT
}
