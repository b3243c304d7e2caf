import { areSame } from './keep.ts'

/**
 * Something that carries with it what was worked out for it. For what is read anew with every utterance: a WeakMap takes
 * microseconds to note what a Map notes in a fraction of one.
 */
export type Remembers = { readonly memory: Map<unknown, unknown> }

/** A place in each owner's memory, which lasts as long as the owner and is written into; `begin` says what stands there at first. */
export const noteIn = <Owner extends Remembers, Place>(begin: () => Place): ((owner: Owner) => Place) => {
  const key = {}
  return ({ memory }) => {
    const known = memory.get(key) as Place | undefined
    if (known !== undefined) return known
    const place = begin()
    memory.set(key, place)
    return place
  }
}

/** Made once for each owner. */
export const rememberOnce = <Owner extends Remembers, Value>(
  make: (owner: Owner) => Value,
): ((owner: Owner) => Value) => {
  const placeOf = noteIn<Owner, { made?: { value: Value } }>(() => ({}))
  return (owner) => {
    const place = placeOf(owner)
    place.made ??= { value: make(owner) }
    return place.made.value
  }
}

/** The last result for each part of an owner, such as each action of a handling, as long as all it hangs on is the same. */
export const rememberLast = <Owner extends Remembers, Part, Rest extends readonly unknown[], Value>(
  make: (owner: Owner, part: Part, ...rest: Rest) => Value,
): ((owner: Owner, part: Part, ...rest: Rest) => Value) => {
  const partsOf = noteIn<Owner, Map<Part, { rest: Rest; value: Value }>>(() => new Map())
  return (owner, part, ...rest) => {
    const parts = partsOf(owner)
    const known = parts.get(part)
    if (known && areSame(known.rest, rest)) return known.value
    const value = make(owner, part, ...rest)
    parts.set(part, { rest, value })
    return value
  }
}

/** Gives the value of before where the new one says the same, so that what hangs on it need not be done again. */
export const rememberSame = <Owner extends Remembers, Part, Value>(
  isSame: (a: Value, b: Value) => boolean,
): ((owner: Owner, part: Part, value: Value) => Value) => {
  const partsOf = noteIn<Owner, Map<Part, Value>>(() => new Map())
  return (owner, part, value) => {
    const parts = partsOf(owner)
    const last = parts.get(part)
    if (last !== undefined && isSame(last, value)) return last
    parts.set(part, value)
    return value
  }
}

/**
 * What a list adds up to for each owner. A list that begins as the one before it did has only its new items added, and they may be
 * written into the very sum that was given out for that one: who got it earlier may find more in it. Any other list is added up
 * from its beginning. No list that was handed in may change.
 */
export const rememberSum = <Owner extends Remembers, Item, Sum>(
  begin: (owner: Owner) => Sum,
  add: (sum: Sum, item: Item, owner: Owner) => Sum,
): ((owner: Owner, items: readonly Item[]) => Sum) => {
  const placeOf = noteIn<Owner, { known?: { items: readonly Item[]; sum: Sum } }>(() => ({}))
  return (owner, items) => {
    const place = placeOf(owner)
    const { known } = place
    if (known?.items === items) return known.sum
    const isGrown = known !== undefined && known.items.length <= items.length && areSame(known.items, items)
    let sum = isGrown ? known.sum : begin(owner)
    // Should one of them throw, nothing half added is gone on with.
    place.known = undefined
    for (let i = isGrown ? known.items.length : 0; i < items.length; i++) sum = add(sum, items[i] as Item, owner)
    place.known = { items, sum }
    return sum
  }
}
