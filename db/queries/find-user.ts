import type { Sql } from '../client.ts'

export type FoundUser = { id: string; username: string; role: string }

/** The user of a sign-in name, in any case of its letters. */
export const findUser = async (sql: Sql, username: string): Promise<FoundUser | undefined> => {
  const [row] = await sql<FoundUser[]>`
    select id, username, role from app_user where username = ${username.toLowerCase()}`
  return row && { ...row }
}
