import type { ISql } from 'postgres'

/** A banned user cannot sign in. */
export const banUser = async (sql: ISql<{ bigint: number }>, userId: string, isBanned: boolean): Promise<void> => {
  await sql`update app_user set banned = ${isBanned}, updated_at = now() where id = ${userId}`
}
