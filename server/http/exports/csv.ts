import { stringify } from 'csv-stringify/sync'
import { guardCell } from '../../domain/csv-guard.ts'

/** RFC 4180 with a byte order mark, so that spreadsheets read Chinese; what they would run as a formula begins with `'`. */
export const toCsv = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  stringify(
    [header, ...rows].map((row) => row.map(guardCell)),
    { bom: true, record_delimiter: '\r\n', quoted_match: /[\r\n;\t]/ },
  )
