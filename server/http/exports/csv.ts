import { stringify } from 'csv-stringify/sync'

/** RFC 4180 with a byte order mark, so that spreadsheets read Chinese; what they would run as a formula begins with `'`. */
export const toCsv = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  stringify([[...header], ...rows.map((row) => [...row])], {
    bom: true,
    record_delimiter: '\r\n',
    escape_formulas: true,
  })
