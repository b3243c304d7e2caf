/** A message to the server holds 64 KB at most; Chinese takes three bytes a character. */
const MOST_BYTES = 40_000
const MOST_ROWS = 500

/** Rows in parts that fit into one message each, one part at least; `sent` is what goes into it of a row. */
export const cutRows = <R>(
  rows: readonly R[],
  mostRows = MOST_ROWS,
  sent: (row: R) => unknown = (row) => row,
): R[][] => {
  const parts: R[][] = [[]]
  let bytes = 0
  for (const row of rows) {
    const size = new TextEncoder().encode(JSON.stringify(sent(row))).length + 1
    const part = parts.at(-1)
    if (part && part.length > 0 && (bytes + size > MOST_BYTES || part.length >= mostRows)) {
      parts.push([row])
      bytes = size
    } else {
      part?.push(row)
      bytes += size
    }
  }
  return parts
}
