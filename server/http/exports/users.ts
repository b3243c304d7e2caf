import { TEAM_SEPARATOR, USER_COLUMNS } from '../../domain/user-file.ts'
import type { Role } from '../../domain/viewer.ts'
import type { Export } from './export.ts'

type Listed = { username: string; name: string; role: Role; teams: readonly { name: string }[] }

/** Who may sign in, as a file that can be imported again. No password is in it. */
export const createUsersExport = (list: () => Promise<readonly Listed[]>): Export => ({
  name: 'users',
  permission: 'user.edit',
  header: USER_COLUMNS,
  rows: async () =>
    (await list()).map(({ username, name, role, teams }) => [
      username,
      name,
      role,
      teams.map((team) => team.name).join(TEAM_SEPARATOR),
    ]),
})
