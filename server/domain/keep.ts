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

/** The last result for each key, as long as all it hangs on is the same: for what is asked again and again and seldom changes. */
export const keepLast = <Key extends object, Rest extends readonly unknown[], Value>(
  make: (key: Key, ...rest: Rest) => Value,
): ((key: Key, ...rest: Rest) => Value) => {
  const kept = new WeakMap<Key, { rest: Rest; value: Value }>()
  return (key, ...rest) => {
    const known = kept.get(key)
    if (known?.rest.every((one, index) => one === rest[index])) return known.value
    const value = make(key, ...rest)
    kept.set(key, { rest, value })
    return value
  }
}
