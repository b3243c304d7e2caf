/** What is due when: a binary heap, so that one loop serves any number of calls without a timer each. */
export type Agenda = {
  /** Runs `run` when time reaches `at` (ms); equal times run in the order they were added. */
  at(at: number, run: (at: number) => void): void
  /** Runs everything due up to and including `until`, also what is added meanwhile. */
  runUntil(until: number): void
}

type Item = { at: number; order: number; run: (at: number) => void }

const isBefore = (a: Item, b: Item) => a.at < b.at || (a.at === b.at && a.order < b.order)

export const createAgenda = (): Agenda => {
  const heap: Item[] = []
  let order = 0
  let now = Number.NEGATIVE_INFINITY

  const swap = (i: number, j: number) => {
    const held = heap[i] as Item
    heap[i] = heap[j] as Item
    heap[j] = held
  }
  const isLess = (i: number, j: number) => isBefore(heap[i] as Item, heap[j] as Item)

  const push = (item: Item) => {
    let i = heap.push(item) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!isLess(i, parent)) return
      swap(i, parent)
      i = parent
    }
  }

  const pop = (): Item => {
    const first = heap[0] as Item
    const last = heap.pop() as Item
    if (heap.length === 0) return first
    heap[0] = last
    for (let i = 0; ; ) {
      const left = 2 * i + 1
      const right = left + 1
      let least = left < heap.length && isLess(left, i) ? left : i
      if (right < heap.length && isLess(right, least)) least = right
      if (least === i) return first
      swap(i, least)
      i = least
    }
  }

  return {
    at(at, run) {
      push({ at: Math.max(Math.round(at), now), order: order++, run })
    },
    runUntil(until) {
      while (heap.length > 0 && (heap[0] as Item).at <= until) {
        const item = pop()
        now = item.at
        item.run(item.at)
      }
      now = Math.max(now, until)
    },
  }
}
