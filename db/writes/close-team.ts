import type { ISql } from 'postgres'
import { releaseQueues } from './release-queues.ts'

/**
 * Ends a team at `at` (epoch ms): its agents are without a team and its queues without it from then on, what was dated
 * ahead never comes. Whoever supervises it keeps seeing what happened in its time. Returns how many agents were in it.
 */
export const closeTeam = async (sql: ISql<{ bigint: number }>, given: { id: string; at: number }): Promise<number> => {
  await sql`update team set valid_to = greatest(to_timestamp(${given.at}::float8 / 1000), created_at + interval '1 ms')
    where id = ${given.id} and valid_to is null`
  await sql`delete from membership
    where team_id = ${given.id} and valid_from >= to_timestamp(${given.at}::float8 / 1000)`
  const ended = await sql`update membership set valid_to = to_timestamp(${given.at}::float8 / 1000)
    where team_id = ${given.id} and (valid_to is null or valid_to > to_timestamp(${given.at}::float8 / 1000))
    returning 1`
  await releaseQueues(sql, { teamId: given.id, kept: [], at: given.at })
  return ended.length
}
