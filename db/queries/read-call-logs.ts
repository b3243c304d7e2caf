import type { StoredEntry } from '#server/domain/event-log.ts'
import type { Sql } from '../client.ts'
import { type LogRow, toEntry } from './read-log.ts'

/** The log of many calls of a feed at once, by call and in log order; as `readCallLog` gives that of one. */
export const readCallLogs = async (
  sql: Sql,
  feedId: string,
  callIds: readonly string[],
): Promise<Map<string, StoredEntry[]>> => {
  const rows = await sql<(LogRow & { callId: string })[]>`
    with own as materialized (
      select call_id, type, position, received_at, source, origin, epoch, version, event
      from feed_event where feed_id = ${feedId} and call_id = any(${[...callIds]}::text[])
    ), named as (
      select call_id, json_array_elements_text(event->'data'->'positions')::bigint as position
      from own where type = 'call.joined'
    ), joined as materialized (
      select call_id, position, received_at, source, origin, epoch, version, event
      from feed_event where feed_id = ${feedId} and position = any(array(select position from named))
    ), told as (
      select call_id as "callId", position, received_at, source, origin, epoch, version, event from own
      union all
      select n.call_id, j.position, j.received_at, j.source, j.origin, j.epoch, j.version, j.event
      from named n join joined j on j.position = n.position and j.call_id is distinct from n.call_id
    )
    select "callId", position, (extract(epoch from received_at) * 1000)::float8 as "receivedAt", source, origin, epoch, version, event
    from told order by position`
  const logs = new Map<string, StoredEntry[]>()
  for (const { callId, ...row } of rows) {
    const entry = toEntry(feedId, row)
    const log = logs.get(callId)
    if (log) log.push(entry)
    else logs.set(callId, [entry])
  }
  return logs
}
