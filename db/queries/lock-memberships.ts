import type { ISql } from 'postgres'
import type { MembershipSpan } from '#server/domain/people/person.ts'

/** An agent's memberships, oldest first, held until the transaction ends; undefined for an agent nobody knows. */
export const lockMemberships = async (
  tx: ISql<{ bigint: number }>,
  feedId: string,
  agentId: string,
): Promise<MembershipSpan[] | undefined> => {
  const [agent] = await tx`select 1 from agent where feed_id = ${feedId} and agent_id = ${agentId} for update`
  if (!agent) return undefined
  const rows = await tx<MembershipSpan[]>`
    select team_id as "teamId", (extract(epoch from valid_from) * 1000)::float8 as from,
           (extract(epoch from valid_to) * 1000)::float8 as to
    from membership where feed_id = ${feedId} and agent_id = ${agentId} order by valid_from`
  return rows.map((row) => ({ ...row }))
}
