import type { Answer } from '#server/protocol/live.ts'

/** A message to the server holds 64 KB at most; Chinese takes three bytes a character. */
const MOST_BYTES = 40_000
const MOST_ROWS = 500

/** Rows in parts that fit into one message each; `sent` is what goes into it of a row. */
export const cutRows = <R>(
  rows: readonly R[],
  mostRows = MOST_ROWS,
  sent: (row: R) => unknown = (row) => row,
): R[][] => {
  const parts: R[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const row of rows) {
    const size = new TextEncoder().encode(JSON.stringify(sent(row))).length + 1
    const part = parts.at(-1)
    if (!part || bytes + size > MOST_BYTES || part.length >= mostRows) {
      parts.push([row])
      bytes = size
    } else {
      part.push(row)
      bytes += size
    }
  }
  return parts
}

type Send<R> = (body: { upload: string; rows: R[]; step: 'more' | 'preview' | 'apply' }) => Promise<Answer<object>>

/** Sends all rows and asks what they would do; the first refusal ends it. */
export const previewRows = async <R>(send: Send<R>, upload: string, rows: readonly R[]): Promise<Answer<object>> => {
  const parts = cutRows(rows)
  for (const part of parts.slice(0, -1)) {
    const answer = await send({ upload, rows: part, step: 'more' })
    if (!answer.ok) return answer
  }
  return send({ upload, rows: parts.at(-1) ?? [], step: 'preview' })
}
