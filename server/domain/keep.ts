/** `make`, done once for each key as long as the key lives. For keys that never change; calls are read anew after each entry. */
export const keep = <Key extends object, Value>(make: (key: Key) => Value): ((key: Key) => Value) => {
  const kept = new WeakMap<Key, { value: Value }>()
  return (key) => {
    const known = kept.get(key)
    if (known) return known.value
    const value = make(key)
    kept.set(key, { value })
    return value
  }
}

type Last = { make: unknown; rest: readonly unknown[]; value: unknown }

/** By key, what each maker made of it last. One map for all of them: every entry of a weak map costs the collector. */
const lasts = new WeakMap<object, Last[]>()

/** Whether two lists of equal length hold the same things; of a longer second one, whether it begins so. */
export const areSame = (some: readonly unknown[], others: readonly unknown[]): boolean => {
  for (let i = 0; i < some.length; i++) if (some[i] !== others[i]) return false
  return true
}

const lastsOf = (key: object): Last[] => {
  const known = lasts.get(key)
  if (known) return known
  const begun: Last[] = []
  lasts.set(key, begun)
  return begun
}

/**
 * The last result for each key, as long as all it hangs on is the same: for what is asked again and again and seldom
 * changes. Made once for the whole program, never anew.
 */
export const keepLast =
  <Key extends object, Rest extends readonly unknown[], Value>(
    make: (key: Key, ...rest: Rest) => Value,
  ): ((key: Key, ...rest: Rest) => Value) =>
  (key, ...rest) => {
    const all = lastsOf(key)
    const known = all.find((last) => last.make === make)
    if (known && areSame(known.rest, rest)) return known.value as Value
    const value = make(key, ...rest)
    if (!known) all.push({ make, rest, value })
    else {
      known.rest = rest
      known.value = value
    }
    return value
  }
