import type { Sql } from '../client.ts'

const DAY_MS = 86_400_000
const DAYS_AHEAD = 7

/** Makes the log's partitions for yesterday, today and seven days ahead of `now` (epoch ms). Returns how many were new. */
export const ensurePartitions = async (sql: Sql, now: number): Promise<number> => {
  const yesterday = new Date(now - DAY_MS).toISOString().slice(0, 10)
  const [row] = await sql<
    { made: number }[]
  >`select make_feed_event_partitions(${yesterday}::text::date, ${DAYS_AHEAD + 2}) as made`
  return row?.made ?? 0
}
