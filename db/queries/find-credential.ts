import type { Sql } from '../client.ts'

export type Credential = {
  username: string
  name: string
  hash: string | null
  mustChangePassword: boolean
  banned: boolean
}

/** What a user's password is checked against; `hash` null: there is none, as for somebody who signs in elsewhere. */
export const findCredential = async (sql: Sql, userId: string): Promise<Credential | undefined> => {
  const [row] = await sql<Credential[]>`
    select coalesce(u.username, '') as username, u.name, a.password as hash, u.must_change_password as "mustChangePassword",
      u.banned
    from app_user u left join app_account a on a.user_id = u.id and a.provider_id = 'credential'
    where u.id = ${userId}`
  return row && { ...row }
}
