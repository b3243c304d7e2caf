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

/** Keeps dead letters of one feed up to `hourlyCap` an hour and counts the others. Returns how many were kept. */
export const addDeadLetters = async (
  sql: Sql,
  feedId: string,
  letters: readonly DeadLetter[],
  hourlyCap: number,
): Promise<number> => {
  const first = letters[0]
  if (!first) return 0
  const hour = new Date(Math.floor(first.receivedAt / 3_600_000) * 3_600_000).toISOString()
  return sql.begin(async (tx) => {
    const [row] = await tx<{ kept: number }[]>`
      insert into dead_letter_hour (feed_id, hour, kept, dropped) values (${feedId}, ${hour}::text::timestamptz, 0, 0)
      on conflict (feed_id, hour) do update set kept = dead_letter_hour.kept returning kept`
    const room = Math.max(0, hourlyCap - (row?.kept ?? 0))
    const kept = letters
      .slice(0, room)
      .map(({ receivedAt, ...letter }) => ({ ...letter, received_at: new Date(receivedAt).toISOString() }))
    await tx`
      insert into dead_letter (feed_id, origin, received_at, path, reason, event)
      select ${feedId}, origin, received_at, path, reason, event
      from json_to_recordset(${JSON.stringify(kept)}::text::json)
        as l(origin text, received_at timestamptz, path text, reason text, event text)`
    await tx`
      update dead_letter_hour set kept = kept + ${kept.length}, dropped = dropped + ${letters.length - kept.length}
      where feed_id = ${feedId} and hour = ${hour}::text::timestamptz`
    return kept.length
  })
}
