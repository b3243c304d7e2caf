import type { FeedOrigin } from '#server/domain/words.ts'
import type { Sql } from '../client.ts'

export type DeadLetter = {
  origin: FeedOrigin
  /** Epoch ms. */
  receivedAt: number
  path: string
  reason: string
  /** Masked JSON text, at most 4096 bytes. */
  event: string
}

/** Keeps dead letters of one feed up to `hourlyCap` an hour and counts the others. */
export const addDeadLetters = async (
  sql: Sql,
  feedId: string,
  letters: readonly DeadLetter[],
  hourlyCap: number,
): Promise<void> => {
  const first = letters[0]
  if (!first) return
  const hour = new Date(Math.floor(first.receivedAt / 3_600_000) * 3_600_000).toISOString()
  const rows = letters.map(({ receivedAt, ...letter }, index) => ({
    n: index + 1,
    ...letter,
    received_at: new Date(receivedAt).toISOString(),
  }))
  await sql`
    with before as (
      select kept from dead_letter_hour where feed_id = ${feedId} and hour = ${hour}::text::timestamptz for update
    ), room as (
      select least(${letters.length}, greatest(0, ${hourlyCap} - coalesce((select kept from before), 0)))::int as size
    ), counted as (
      insert into dead_letter_hour as h (feed_id, hour, kept, dropped)
      select ${feedId}, ${hour}::text::timestamptz, size, ${letters.length} - size from room
      on conflict (feed_id, hour) do update set kept = h.kept + excluded.kept, dropped = h.dropped + excluded.dropped
    )
    insert into dead_letter (feed_id, origin, received_at, path, reason, event)
    select ${feedId}, l.origin, l.received_at, l.path, l.reason, l.event
    from room, json_to_recordset(${JSON.stringify(rows)}::text::json)
      as l(n int, origin text, received_at timestamptz, path text, reason text, event text)
    where l.n <= room.size`
}
