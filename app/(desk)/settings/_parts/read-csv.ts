import { parse } from 'csv-parse/browser/esm/sync'
import { type FileKind, IMPORT_COLUMNS, matchColumns, NEEDED_COLUMNS } from '#server/domain/people/file-columns.ts'

export type FileRow = { line: number; cells: Record<string, string> }
export type ReadFile =
  | { ok: true; rows: FileRow[] }
  | { ok: false; problem: 'empty' | 'broken' }
  | { ok: false; problem: 'columns'; missing: string[] }

/** Spreadsheets here save as UTF-8, with a mark or without, or in the Chinese code page. */
export const decodeFile = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** Of comma, semicolon and tab the one the header uses most. */
const findDelimiter = (text: string): string => {
  const header = text.slice(0, text.search(/[\r\n]|$/))
  const count = (mark: string) => header.split(mark).length
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

type Parsed = { record: string[]; info: { lines: number } }

/** Rows of a file by our columns' names; columns we do not know are left out. */
export const readRows = (kind: FileKind, text: string): ReadFile => {
  let parsed: Parsed[]
  try {
    parsed = parse(text.replace(/^\uFEFF/, ''), {
      delimiter: findDelimiter(text),
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
    }) as unknown as Parsed[]
  } catch {
    return { ok: false, problem: 'broken' }
  }
  const [header, ...body] = parsed
  const filled = body.filter(({ record }) => record.some((cell) => cell.trim() !== ''))
  if (!header || filled.length === 0) return { ok: false, problem: 'empty' }
  const columns = matchColumns(kind, header.record)
  const missing = NEEDED_COLUMNS[kind].filter((column) => !columns.has(column))
  if (missing.length > 0) return { ok: false, problem: 'columns', missing }
  const rows = filled.map(({ record, info }) => ({
    line: info.lines,
    cells: Object.fromEntries(
      IMPORT_COLUMNS[kind].map((column) => [column, (record[columns.get(column) ?? -1] ?? '').slice(0, 160)]),
    ),
  }))
  return { ok: true, rows }
}

/** A frame to the server holds 64 KB; a character takes up to three bytes in it. */
const MOST_BYTES = 40_000
/** Rows the server takes at once. */
const MOST_ROWS = 1_000

/** Cuts rows into parts that each fit a frame. */
export const intoParts = (rows: readonly FileRow[]): FileRow[][] => {
  const parts: FileRow[][] = [[]]
  let size = 0
  for (const row of rows) {
    const bytes = new TextEncoder().encode(JSON.stringify(row)).length
    if ((size + bytes > MOST_BYTES && size > 0) || parts.at(-1)?.length === MOST_ROWS) {
      parts.push([])
      size = 0
    }
    parts.at(-1)?.push(row)
    size += bytes
  }
  return parts
}
