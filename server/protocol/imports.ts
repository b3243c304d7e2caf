import { z } from 'zod'
import { idSchema, textSchema } from '../domain/ids.ts'
import type { RowOutcome } from '../domain/people/plan.ts'

/** A cell of a file as it was written; what it means is decided on the server, in the site's zone. */
const cell = textSchema(160).default('')
const line = z.int().min(1).max(1_000_000)

/** What each kind of file has in a row. The names are the columns' names. */
export const IMPORT_ROWS = {
  seats: z.strictObject({ line, site: cell, seat: cell, feed: cell, extension: cell, from: cell, to: cell }),
  identities: z.strictObject({ line, feed: cell, extension: cell, agentNo: cell, name: cell, from: cell, to: cell }),
  roster: z.strictObject({
    line,
    agentNo: cell,
    name: cell,
    date: cell,
    start: cell,
    end: cell,
    site: cell,
    seat: cell,
  }),
} as const
export type ImportKind = keyof typeof IMPORT_ROWS
export type ImportRow<K extends ImportKind> = z.infer<(typeof IMPORT_ROWS)[K]>

/** Rows of one file come in parts, since a frame is small; the last part says what to do with all of them. */
export const importSchema = <K extends ImportKind>(kind: K) =>
  z.strictObject({
    importId: idSchema,
    rows: z.array(IMPORT_ROWS[kind]).max(1_000),
    finish: z.enum(['preview', 'apply']).optional(),
  })

/** Where the parts of files wait until all of a file is looked at together: one file a person and kind. */
export type ImportStage = {
  /** Adds rows and gives all there are by now, in the file's order. Throws `CodedError`. */
  add<R extends { line: number }>(owner: string, importId: string, rows: readonly R[]): R[]
  forget(owner: string): void
}

export type ImportLine = { line: number } & RowOutcome

/** What a file does, or would do. `lines` tells of the first of each outcome, refusals first. */
export type ImportAnswer = {
  applied: boolean
  added: number
  changed: number
  same: number
  refused: number
  lines: ImportLine[]
}
