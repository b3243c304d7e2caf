import type { ISql } from 'postgres'
import { ORGANISATION_CHANNEL } from './place-agents.ts'

/** Says that a team answers a queue from `from` (epoch ms) on; saying it twice changes nothing. True when it is new. */
export const assignQueue = async (
  sql: ISql<{ bigint: number }>,
  given: { feedId: string; queueId: string; teamId: string; from: number },
): Promise<boolean> => {
  const rows = await sql`insert into queue_team (feed_id, queue_id, team_id, valid_from)
    values (${given.feedId}, ${given.queueId}, ${given.teamId}, to_timestamp(${given.from}::float8 / 1000))
    on conflict do nothing returning 1`
  await sql`select pg_notify(${ORGANISATION_CHANNEL}, '')`
  return rows.length > 0
}
