import type { ISql } from 'postgres'
import { ORGANISATION_CHANNEL } from './place-agents.ts'

type Queue = { feedId: string; queueId: string }

/** From `at` (epoch ms) on the team answers none but the queues kept. Returns those it gave up. */
export const releaseQueues = async (
  sql: ISql<{ bigint: number }>,
  given: { teamId: string; kept: readonly Queue[]; at: number },
): Promise<Queue[]> => {
  const rows = await sql<Queue[]>`
    update queue_team q
    set valid_to = greatest(to_timestamp(${given.at}::float8 / 1000), valid_from + interval '1 ms')
    where team_id = ${given.teamId} and valid_to is null and not exists (
      select 1 from json_to_recordset(${JSON.stringify(given.kept)}::text::json) as k("feedId" text, "queueId" text)
      where k."feedId" = q.feed_id and k."queueId" = q.queue_id)
    returning feed_id as "feedId", queue_id as "queueId"`
  await sql`select pg_notify(${ORGANISATION_CHANNEL}, '')`
  return rows.map((row) => ({ ...row }))
}
