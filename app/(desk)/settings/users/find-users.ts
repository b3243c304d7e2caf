import type { ListedUser } from '#db/queries/list-users.ts'

/** Users whose 工号, name or a team holds what was typed, case aside. */
export const findUsers = (users: readonly ListedUser[], typed: string): readonly ListedUser[] => {
  const wanted = typed.trim().toLowerCase()
  if (wanted === '') return users
  return users.filter(({ username, name, teams }) =>
    [username, name, ...teams.map((team) => team.name)].some((text) => text.toLowerCase().includes(wanted)),
  )
}
