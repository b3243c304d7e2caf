import type { StoredEntry } from '#server/domain/event-log.ts'
import type { Sql } from '../client.ts'
import { type LogRow, toEntry } from './read-log.ts'

/** All entries that name one call, in log order. */
export const readCallLog = async (sql: Sql, feedId: string, callId: string): Promise<StoredEntry[]> => {
  const rows = await sql<LogRow[]>`
    select position, (extract(epoch from received_at) * 1000)::float8 as "receivedAt", source, origin, epoch, version, event
    from feed_event where feed_id = ${feedId} and call_id = ${callId}
    order by position`
  return rows.map((row) => toEntry(feedId, row))
}
