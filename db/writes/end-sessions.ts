import type { ISql } from 'postgres'

/** Signs a user out everywhere. */
export const endSessions = async (sql: ISql<{ bigint: number }>, userId: string): Promise<void> => {
  await sql`delete from app_session where user_id = ${userId}`
}
