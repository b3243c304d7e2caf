import type { Sql } from '../client.ts'

/** Whether the user of this sign-in name has a password; undefined when it is nobody's name. */
export const hasPassword = async (sql: Sql, username: string): Promise<boolean | undefined> => {
  const [row] = await sql<{ has: boolean }[]>`
    select a.password is not null as has
    from app_user u left join app_account a on a.user_id = u.id and a.provider_id = 'credential'
    where u.username = ${username.toLowerCase()}`
  return row?.has
}
