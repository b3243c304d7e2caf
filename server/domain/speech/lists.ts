/** Many short lists of whole numbers, one behind the other: list `i` is `items[starts[i]]` up to before `items[starts[i + 1]]`. */
export type Lists = { items: Int32Array; starts: Int32Array }

export const joinLists = (lists: readonly (readonly number[])[]): Lists => {
  const starts = new Int32Array(lists.length + 1)
  lists.forEach((list, index) => {
    starts[index + 1] = (starts[index] as number) + list.length
  })
  return { items: Int32Array.from(lists.flat()), starts }
}
