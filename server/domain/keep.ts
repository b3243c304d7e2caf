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

/** Whether two lists of equal length hold the same things; of a longer second one, whether it begins so. */
export const areSame = (some: readonly unknown[], others: readonly unknown[]): boolean => {
  for (let i = 0; i < some.length; i++) if (some[i] !== others[i]) return false
  return true
}

/** The last result for each key, as long as all it hangs on is the same: for what is asked again and again and seldom changes. */
export const keepLast = <Key extends object, Rest extends readonly unknown[], Value>(
  make: (key: Key, ...rest: Rest) => Value,
): ((key: Key, ...rest: Rest) => Value) => {
  const kept = new WeakMap<Key, { rest: Rest; value: Value }>()
  return (key, ...rest) => {
    const known = kept.get(key)
    if (known && areSame(known.rest, rest)) return known.value
    const value = make(key, ...rest)
    kept.set(key, { rest, value })
    return value
  }
}
