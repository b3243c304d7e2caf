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

/** What the product puts before a cell that a spreadsheet would run is not part of it. */
const bare = (cell: string) => cell.trim().replace(/^'(?=[=+\-@\t])/, '')

export type FileUser = { line: number; username: string; name: string; role: string; teams: string[] }

/**
 * Users of a table with a header, empty lines left out; a string names the column that is missing. `roleOf` turns a role as
 * people write it into its word.
 */
export const readUserTable = (
  table: readonly (readonly string[])[],
  roleOf: (text: string) => string,
): FileUser[] | UserColumn => {
  const columns = (table[0] ?? []).map(columnOf)
  const missing = USER_COLUMNS.find((column) => column !== 'teams' && !columns.includes(column))
  if (missing) return missing
  return table.slice(1).flatMap((cells, i) => {
    const cell = (column: UserColumn) => bare(cells[columns.indexOf(column)] ?? '')
    if (cells.every((text) => text.trim() === '')) return []
    const teams = cell('teams')
      .split(/[;；、]/)
      .map((team) => team.trim())
      .filter((team) => team !== '')
    return [{ line: i + 2, username: cell('username'), name: cell('name'), role: roleOf(cell('role')), teams }]
  })
}
