import type { Sql } from '../client.ts'

/** Notes that these sessions were used at `at` (epoch ms). */
export const touchSessions = async (sql: Sql, sessionIds: readonly string[], at: number): Promise<void> => {
  await sql`update app_session set seen_at = to_timestamp(${at}::float8 / 1000)
    where id = any(${[...sessionIds]}::text[]) and seen_at < to_timestamp(${at}::float8 / 1000)`
}
