import { parse } from 'csv-parse/browser/esm/sync'

export type TableLine = { line: number; cells: string[] }

/** Spreadsheets in China save CSV as GB 18030 unless told otherwise. */
const decode = (bytes: ArrayBuffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

/** The lines of a CSV file with their numbers; null when it is none. */
export const readTable = (bytes: ArrayBuffer): TableLine[] | null => {
  const text = decode(bytes)
  const delimiter = text.split('\n', 1)[0]?.includes('\t') ? '\t' : ','
  try {
    const records = parse(text, { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true })
    return (records as unknown as { info: { lines: number }; record: string[] }[]).map(({ info, record }) => ({
      line: info.lines,
      cells: record,
    }))
  } catch {
    return null
  }
}
