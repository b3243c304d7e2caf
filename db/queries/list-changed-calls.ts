import type { Sql } from '../client.ts'

/** Ids of the calls that entries after a log position name. */
export const listChangedCalls = async (sql: Sql, feedId: string, after: number): Promise<string[]> => {
  const rows = await sql<{ callId: string }[]>`
    select distinct call_id as "callId" from feed_event
    where feed_id = ${feedId} and position > ${after} and call_id is not null`
  return rows.map((row) => row.callId)
}
