import type { Sql } from '../client.ts'

/** Whether the log still holds what the feed told of a call: only then can it be folded again. */
export const hasCallEvents = async (sql: Sql, feedId: string, callId: string): Promise<boolean> => {
  const [row] = await sql<{ has: boolean }[]>`
    select exists (select 1 from feed_event where feed_id = ${feedId} and call_id = ${callId} and source = 'feed') as has`
  return row?.has ?? false
}
