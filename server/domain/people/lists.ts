const NONE: readonly never[] = []

/** Things by a key they share, so that planning a file does not look at everything for each of its rows. */
export class Lists<T> {
  private readonly lists = new Map<string, T[]>()
  private readonly keyOf: (one: T) => string

  constructor(keyOf: (one: T) => string, first: Iterable<T>) {
    this.keyOf = keyOf
    for (const one of first) this.replace(undefined, one)
  }

  of(like: T): readonly T[] {
    return this.at(this.keyOf(like))
  }

  at(key: string): readonly T[] {
    return this.lists.get(key) ?? NONE
  }

  replace(old: T | undefined, fresh: T | undefined): void {
    if (old !== undefined) {
      const list = this.lists.get(this.keyOf(old)) ?? []
      list.splice(list.indexOf(old), 1)
    }
    if (fresh === undefined) return
    const list = this.lists.get(this.keyOf(fresh))
    if (list) list.push(fresh)
    else this.lists.set(this.keyOf(fresh), [fresh])
  }
}
