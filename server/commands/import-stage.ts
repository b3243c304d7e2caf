import type { Clock } from '../clock.ts'
import { CodedError } from '../errors.ts'
import type { ImportStage } from '../protocol/imports.ts'

/** Rows of one file. */
export const MOST_ROWS = 10_000
const KEEP_MS = 15 * 60_000

type Row = { line: number }
type Staged = { importId: string; rows: Map<number, Row>; forget: () => void }

/**
 * Files on their way in: rows come in parts and wait here, one file a person and kind, until all of them are looked at
 * together. What is not finished is forgotten after a quarter of an hour.
 */
export const createImportStage = (clock: Clock): ImportStage => {
  const files = new Map<string, Staged>()

  const open = (owner: string, importId: string, isNew: boolean): Staged => {
    const known = files.get(owner)
    if (known?.importId === importId) return known
    if (!isNew)
      throw new CodedError('conflict', 'The file is not here any more: choose it again.', {
        reason: { key: 'importLost' },
      })
    known?.forget()
    const forget = () => void (files.get(owner) === staged && files.delete(owner))
    const staged: Staged = { importId, rows: new Map(), forget }
    files.set(owner, staged)
    clock.after(KEEP_MS, forget)
    return staged
  }

  return {
    /** A row told twice is there once. */
    add<R extends Row>(owner: string, importId: string, rows: readonly R[]) {
      const staged = open(owner, importId, rows.length > 0)
      for (const row of rows) staged.rows.set(row.line, row)
      if (staged.rows.size > MOST_ROWS) {
        staged.forget()
        throw new CodedError('too_large', `A file has at most ${MOST_ROWS} rows: split it.`, {
          reason: { key: 'importTooLong', params: { rows: MOST_ROWS } },
        })
      }
      return ([...staged.rows.values()] as R[]).sort((a, b) => a.line - b.line)
    },
    forget: (owner) => void files.get(owner)?.forget(),
  }
}
