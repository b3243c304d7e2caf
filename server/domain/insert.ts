/** The list with one more in its place, which mostly is the end. */
export const insert = <Item>(
  list: readonly Item[],
  item: Item,
  compare: (a: Item, b: Item) => number,
): readonly Item[] => {
  const index = list.findLastIndex((other) => compare(other, item) <= 0) + 1
  return index === list.length ? [...list, item] : list.toSpliced(index, 0, item)
}
