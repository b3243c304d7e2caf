import type { ISql } from 'postgres'
import { ORGANISATION_CHANNEL } from './place-agents.ts'

type Span = { teamId: string; from: number; to: number | null }

/**
 * Takes one membership away, known by when it began, and puts another in, either of which may be none. Times in epoch ms.
 * Whoever calls holds the agent's row and has looked for overlaps.
 */
export const replaceMembership = async (
  tx: ISql<{ bigint: number }>,
  given: { feedId: string; agentId: string; old: number | null; next: Span | null },
): Promise<void> => {
  const { feedId, agentId, old, next } = given
  if (old !== null) {
    await tx`delete from membership where feed_id = ${feedId} and agent_id = ${agentId}
      and valid_from = to_timestamp(${old}::float8 / 1000)::timestamptz(3)`
  }
  if (next) {
    await tx`insert into membership (feed_id, agent_id, team_id, valid_from, valid_to)
      values (${feedId}, ${agentId}, ${next.teamId}, to_timestamp(${next.from}::float8 / 1000),
              to_timestamp(${next.to}::float8 / 1000))`
  }
  await tx`select pg_notify(${ORGANISATION_CHANNEL}, '')`
}
