import type { Sql } from '../client.ts'

const DAY_MS = 86_400_000
const DAYS_AHEAD = 7
const MONTHS_AHEAD = 2

/**
 * Makes the log's partitions for yesterday, today and seven days ahead of `now` (epoch ms), and the audit's for this month
 * and the two that follow. Returns how many were new.
 */
export const ensurePartitions = async (sql: Sql, now: number): Promise<number> => {
  const yesterday = new Date(now - DAY_MS).toISOString().slice(0, 10)
  const today = new Date(now).toISOString().slice(0, 10)
  const [row] = await sql<{ days: number; months: number }[]>`
    select make_feed_event_partitions(${yesterday}::text::date, ${DAYS_AHEAD + 2}) as days,
           make_audit_partitions(${today}::text::date, ${MONTHS_AHEAD + 1}) as months`
  return (row?.days ?? 0) + (row?.months ?? 0)
}
