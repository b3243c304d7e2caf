import type { Answer } from '#server/protocol/live.ts'
import { cutRows } from '../_files/cut-rows.ts'

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
