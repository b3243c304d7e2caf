import type { Sql } from 'postgres'
import type { FloorLoad } from './floor-load.ts'

export type Stored = { sent: number; acknowledged: number; inLog: number; lost: number; doubled: number }

/** What the log holds of everything the load sent, number by number. */
export const countStored = async (sql: Sql, feedId: string, load: FloorLoad): Promise<Stored> => {
  const sent = load.sent()
  const { stored, duplicates } = load.counts()
  const [row] = await sql<{ inLog: number; ids: number }[]>`
    with found as (
      select event_id from feed_event where feed_id = ${feedId} and epoch = ${load.epoch}
    ), wanted as (select generate_series(0, ${sent - 1})::text as event_id)
    select (select count(*) from found)::int as "inLog",
           (select count(*) from wanted where exists (select 1 from found where found.event_id = wanted.event_id))::int as ids`
  const inLog = row?.inLog ?? 0
  const ids = row?.ids ?? 0
  return { sent, acknowledged: stored + duplicates, inLog, lost: sent - ids, doubled: inLog - ids }
}
