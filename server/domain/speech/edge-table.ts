/** Where an edge of a node leads, by the number of its letter. Open addressing on typed arrays: a search asks once or twice a character. */
export type EdgeTable = {
  /** NO_EDGE when there is none. */
  get(node: number, letter: number): number
  set(node: number, letter: number, child: number): void
}

export const NO_EDGE = -1

const FIRST_SIZE = 64

export const createEdgeTable = (): EdgeTable => {
  let nodes = new Int32Array(FIRST_SIZE)
  let letters = new Int32Array(FIRST_SIZE)
  let children = new Int32Array(FIRST_SIZE).fill(NO_EDGE)
  let mask = FIRST_SIZE - 1
  let count = 0

  /** The place of an edge, or the free one it would take. */
  const placeOf = (node: number, letter: number): number => {
    const mixed = Math.imul(node, 0x9e3779b1) ^ Math.imul(letter, 0x85ebca6b)
    let place = (mixed ^ (mixed >>> 15)) & mask
    while (children[place] !== NO_EDGE && (nodes[place] !== node || letters[place] !== letter))
      place = (place + 1) & mask
    return place
  }

  const put = (node: number, letter: number, child: number): void => {
    const place = placeOf(node, letter)
    if (children[place] === NO_EDGE) count++
    nodes[place] = node
    letters[place] = letter
    children[place] = child
  }

  /** Sparse, so that an edge that is not there is told at once. */
  const grow = (): void => {
    const old = { nodes, letters, children }
    const size = 4 * children.length
    nodes = new Int32Array(size)
    letters = new Int32Array(size)
    children = new Int32Array(size).fill(NO_EDGE)
    mask = size - 1
    count = 0
    old.children.forEach((child, place) => {
      if (child !== NO_EDGE) put(old.nodes[place] as number, old.letters[place] as number, child)
    })
  }

  return {
    get: (node, letter) => children[placeOf(node, letter)] as number,
    set(node, letter, child) {
      if (3 * count >= children.length) grow()
      put(node, letter, child)
    },
  }
}
