import type { Sql } from '../client.ts'

/** `startedAt`: epoch ms of the feed's clock. */
export type EndedCall = { feedId: string; callId: string; startedAt: number }

/** The recorded calls that have ended, of all feeds, those begun last first; at most `limit`. */
export const listEndedCalls = async (sql: Sql, limit: number): Promise<EndedCall[]> => {
  const rows = await sql<EndedCall[]>`
    select feed_id as "feedId", call_id as "callId", (extract(epoch from started_at) * 1000)::float8 as "startedAt"
    from call where cleared_at is not null
    order by started_at desc, feed_id, call_id limit ${limit}`
  return rows.map((row) => ({ ...row }))
}
