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

/** Of comma, semicolon and tab the one the header uses most. */
const findDelimiter = (text: string): string => {
  const header = text.slice(0, text.search(/[\r\n]|$/))
  const count = (mark: string) => header.split(mark).length
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

/** The lines of a CSV file that say something, with their numbers; null when it is none. */
export const readTable = (bytes: ArrayBuffer): TableLine[] | null => {
  const text = decode(bytes)
  const options = { bom: true, delimiter: findDelimiter(text), info: true, relax_column_count: true } as const
  try {
    const records = parse(text, { ...options, skip_empty_lines: true })
    return (records as unknown as { info: { lines: number }; record: string[] }[])
      .filter(({ record }) => record.some((cell) => cell.trim() !== ''))
      .map(({ info, record }) => ({ line: info.lines, cells: record }))
  } catch {
    return null
  }
}
