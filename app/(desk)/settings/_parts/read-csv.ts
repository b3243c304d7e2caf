import { type FileKind, IMPORT_COLUMNS, matchColumns, NEEDED_COLUMNS } from '#server/domain/people/file-columns.ts'
import { readTable } from '../../../_files/read-table.ts'

export type FileRow = { line: number; cells: Record<string, string> }
export type ReadFile =
  | { ok: true; rows: FileRow[] }
  | { ok: false; problem: 'empty' | 'broken' }
  | { ok: false; problem: 'columns'; missing: string[] }

/** Rows of a file by our columns' names; columns we do not know are left out. */
export const readRows = (kind: FileKind, bytes: ArrayBuffer): ReadFile => {
  const table = readTable(bytes)
  if (!table) return { ok: false, problem: 'broken' }
  const [header, ...body] = table
  if (!header || body.length === 0) return { ok: false, problem: 'empty' }
  const columns = matchColumns(kind, header.cells)
  const missing = NEEDED_COLUMNS[kind].filter((column) => !columns.has(column))
  if (missing.length > 0) return { ok: false, problem: 'columns', missing }
  const rows = body.map(({ line, cells }) => ({
    line,
    cells: Object.fromEntries(
      IMPORT_COLUMNS[kind].map((column) => [column, (cells[columns.get(column) ?? -1] ?? '').slice(0, 160)]),
    ),
  }))
  return { ok: true, rows }
}
