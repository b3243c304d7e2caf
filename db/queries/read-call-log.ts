import type { StoredEntry } from '#server/domain/event-log.ts'
import type { Sql } from '../client.ts'
import { type LogRow, toEntry } from './read-log.ts'

/** All entries that name one call, and those its `call.joined` entries name, in log order. */
export const readCallLog = async (sql: Sql, feedId: string, callId: string): Promise<StoredEntry[]> => {
  const rows = await sql<LogRow[]>`
    select position, (extract(epoch from received_at) * 1000)::float8 as "receivedAt", source, origin, epoch, version, event
    from feed_event where feed_id = ${feedId} and (call_id = ${callId} or position = any(array(
      select json_array_elements_text(event->'data'->'positions')::bigint
      from feed_event where feed_id = ${feedId} and call_id = ${callId} and type = 'call.joined')))
    order by position`
  return rows.map((row) => toEntry(feedId, row))
}
