import type { Event, ForeignEvent } from '#server/domain/event.ts'
import type { StoredEntry } from '#server/domain/event-log.ts'
import { upcastEvent } from '#server/domain/upcast.ts'
import type { EntrySource, FeedOrigin } from '#server/domain/words.ts'
import type { Sql } from '../client.ts'

export type LogRow = {
  position: number
  receivedAt: number
  source: EntrySource
  origin: FeedOrigin
  epoch: string
  version: number
  event: Event | ForeignEvent
}

export const toEntry = (feedId: string, { version, event, ...row }: LogRow): StoredEntry => ({
  feedId,
  ...row,
  at: Date.parse(event.occurredAt),
  event: upcastEvent(version, event),
})

/** Entries of a feed's log after a position, in order, at most `limit`. */
export const readLog = async (sql: Sql, feedId: string, after: number, limit: number): Promise<StoredEntry[]> => {
  const rows = await sql<LogRow[]>`
    select position, (extract(epoch from received_at) * 1000)::float8 as "receivedAt", source, origin, epoch, version, event
    from feed_event where feed_id = ${feedId} and position > ${after}
    order by position limit ${limit}`
  return rows.map((row) => toEntry(feedId, row))
}
