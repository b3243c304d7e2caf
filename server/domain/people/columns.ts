import { readCell } from '../csv-guard.ts'

/** Columns of the files people take away and bring back: the name an export writes first, then others an import reads. */
type Columns = Readonly<Record<string, readonly [string, ...string[]]>>

export const PLACEMENT_COLUMNS = {
  agentNo: ['agent_no', '工号'],
  name: ['name', '姓名'],
  feed: ['feed', '数据源'],
  team: ['team', '班组'],
  from: ['from', '生效日期'],
} as const satisfies Columns

export const TEAM_COLUMNS = {
  site: ['site', '职场'],
  team: ['team', '班组'],
  feed: ['feed', '数据源'],
  queue: ['queue', '队列'],
} as const satisfies Columns

export const SCENARIO_COLUMNS = {
  kind: ['kind', '类型'],
  key: ['key', '值'],
  scenario: ['scenario', '场景'],
} as const satisfies Columns

export const headerOf = (columns: Columns): string[] => Object.values(columns).map(([name]) => name)

/** Rows of a file by column, with the number of their line; null when it lacks a column of `needed`. */
export const readColumns = <C extends Columns>(
  table: readonly { line: number; cells: readonly string[] }[],
  columns: C,
  needed: readonly (keyof C)[],
): ({ line: number } & Record<keyof C, string>)[] | null => {
  const [header, ...rows] = table
  if (!header) return null
  const names = header.cells.map((cell) => cell.trim().toLowerCase())
  const places = Object.entries(columns).map(
    ([name, aliases]) => [name as keyof C, names.findIndex((cell) => aliases.includes(cell))] as const,
  )
  if (places.some(([name, place]) => place < 0 && needed.includes(name))) return null
  return rows
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ line, cells }) => {
      const read = places.map(([name, place]) => [name, readCell(cells[place] ?? '')])
      return { line, ...(Object.fromEntries(read) as Record<keyof C, string>) }
    })
}
