import { readCell } from './csv-guard.ts'

/** Columns of a file of users, written and read. */
export const USER_COLUMNS = ['username', 'name', 'role', 'teams'] as const
export type UserColumn = (typeof USER_COLUMNS)[number]

/** Between the teams of one user. */
export const TEAM_SEPARATOR = ';'

/** The same columns as people head them who write a list by hand. */
const CHINESE: Record<string, UserColumn> = { 工号: 'username', 姓名: 'name', 角色: 'role', 班组: 'teams' }

const columnOf = (head: string): UserColumn | undefined => {
  const name = head.replace(/^\ufeff/, '').trim()
  return USER_COLUMNS.find((column) => column === name.toLowerCase()) ?? CHINESE[name]
}

export type FileUser = { line: number; username: string; name: string; role: string; teams: string[] }

/**
 * Users of the lines of a file, a header first, empty ones left out; a string names the column that is missing. `roleOf` turns a role as
 * people write it into its word.
 */
export const readUserTable = (
  table: readonly { line: number; cells: readonly string[] }[],
  roleOf: (text: string) => string,
): FileUser[] | UserColumn => {
  const columns = (table[0]?.cells ?? []).map(columnOf)
  const missing = USER_COLUMNS.find((column) => column !== 'teams' && !columns.includes(column))
  if (missing) return missing
  return table.slice(1).flatMap(({ line, cells }) => {
    const cell = (column: UserColumn) => readCell(cells[columns.indexOf(column)] ?? '')
    if (cells.every((text) => text.trim() === '')) return []
    const teams = cell('teams')
      .split(/[;；、]/)
      .map((team) => team.trim())
      .filter((team) => team !== '')
    return [{ line, username: cell('username'), name: cell('name'), role: roleOf(cell('role')), teams }]
  })
}
