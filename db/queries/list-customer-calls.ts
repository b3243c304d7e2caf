import type { Sql } from '../client.ts'

type Row = {
  feedId: string
  callId: string
  startedAt: number
  clearedAt: number | null
  queueId: string | null
  agentId: string | null
  talkSec: number | null
  scenario: string | null
  peakLevel: number
}

/** Recorded calls of one customer, newest first, at most `limit`, and how many there are. Lengths in seconds. */
export const listCustomerCalls = async (
  sql: Sql,
  ref: string,
  limit: number,
): Promise<{ calls: Row[]; total: number }> => {
  const rows = await sql<(Row & { total: number })[]>`
    select feed_id as "feedId", call_id as "callId", (extract(epoch from started_at) * 1000)::float8 as "startedAt",
           (extract(epoch from cleared_at) * 1000)::float8 as "clearedAt", queue_id as "queueId", agent_id as "agentId",
           talk_sec::float8 as "talkSec", scenario, peak_level as "peakLevel", (count(*) over ())::int as total
    from call where customer_ref = ${ref} order by started_at desc, feed_id, call_id limit ${limit}`
  return { calls: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 }
}
