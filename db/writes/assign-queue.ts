import type { ISql } from 'postgres'
import { ORGANISATION_CHANNEL } from './place-agents.ts'

/** Says that a team answers a queue; saying it twice changes nothing. */
export const assignQueue = async (
  sql: ISql<{ bigint: number }>,
  given: { feedId: string; queueId: string; teamId: string },
): Promise<void> => {
  await sql`insert into queue_team (feed_id, queue_id, team_id)
    values (${given.feedId}, ${given.queueId}, ${given.teamId}) on conflict do nothing`
  await sql`select pg_notify(${ORGANISATION_CHANNEL}, '')`
}
