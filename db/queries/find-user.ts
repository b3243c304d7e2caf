import type { Role } from '#server/domain/viewer.ts'
import type { Sql } from '../client.ts'

export type FoundUser = { id: string; username: string; name: string; role: Role; banned: boolean }

/** The user of a sign-in name, in any case of its letters. */
export const findUser = async (sql: Sql, username: string): Promise<FoundUser | undefined> => {
  const [row] = await sql<FoundUser[]>`
    select id, username, name, role, banned from app_user where username = ${username.toLowerCase()}`
  return row && { ...row }
}
