import type { Answer } from '#server/protocol/live.ts'

/** A message to the server holds 64 KB at most; Chinese takes three bytes a character. */
const MOST_BYTES = 40_000
const MOST_ROWS = 500

const sizeOf = (row: unknown) => new TextEncoder().encode(JSON.stringify(row)).length + 1

/** Rows in parts that fit into one message each. */
export const cutRows = <R>(rows: readonly R[]): R[][] => {
  const parts: R[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const row of rows) {
    const size = sizeOf(row)
    const part = parts.at(-1)
    if (!part || bytes + size > MOST_BYTES || part.length >= MOST_ROWS) {
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
