import type { Sql } from '../client.ts'
import type { Dropped } from '../writes/drop-expired.ts'

/** The last nights' clean-ups, newest first. `day` is the site's date, `at` epoch ms. */
export const listRetentionRuns = async (
  sql: Sql,
  limit: number,
): Promise<{ day: string; at: number; dropped: Dropped }[]> =>
  sql<{ day: string; at: number; dropped: Dropped }[]>`
    select day::text as day, (extract(epoch from at) * 1000)::float8 as at, dropped
    from retention_run order by day desc limit ${limit}`
