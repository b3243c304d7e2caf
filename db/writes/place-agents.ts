import type { ISql } from 'postgres'
import { PEOPLE } from '#server/domain/people/person.ts'

/** What to tell every server of this database after a change of teams, agents or memberships. */
export const ORGANISATION_CHANNEL = 'organisation'

export type Placement = { feedId: string; agentIds: readonly string[]; teamId: string; from: number }

/** 工号 of those of the agents behind whom somebody is identified at `from`. */
const findSeated = async (tx: ISql<{ bigint: number }>, { feedId, agentIds, from }: Placement) => {
  const rows = await tx<{ agentId: string; agentNo: string }[]>`
    select agent_id as "agentId", agent_no as "agentNo" from agent_identity
    where feed_id = ${feedId} and agent_id = any(${[...agentIds]}::text[])
      and valid_from <= to_timestamp(${from}::float8 / 1000)
      and (valid_to is null or valid_to > to_timestamp(${from}::float8 / 1000))`
  return new Map(rows.map(({ agentId, agentNo }) => [agentId, agentNo]))
}

/**
 * Moves agents into a team from `from` (epoch ms) on: the membership they are in ends there, later ones give way. A team is
 * a person's wherever somebody is identified behind an agent then, else the agent's. Returns how many moved; who is in that
 * team already does not. Give a transaction.
 */
export const placeAgents = async (tx: ISql<{ bigint: number }>, given: Placement): Promise<number> => {
  const seated = await findSeated(tx, given)
  const agentIds = given.agentIds.filter((agentId) => !seated.has(agentId))
  const people = [...new Set(seated.values())]
  return (await move(tx, { ...given, agentIds })) + (await move(tx, { ...given, feedId: PEOPLE, agentIds: people }))
}

const move = async (tx: ISql<{ bigint: number }>, given: Placement): Promise<number> => {
  const { feedId, teamId, from } = given
  const agentIds = [...given.agentIds]
  const moving = await tx<{ agentId: string }[]>`
    select a.agent_id as "agentId" from agent a
    where a.feed_id = ${feedId} and a.agent_id = any(${agentIds}::text[]) and not exists (
      select 1 from membership m
      where m.feed_id = a.feed_id and m.agent_id = a.agent_id and m.team_id = ${teamId}
        and m.valid_from <= to_timestamp(${from}::float8 / 1000) and m.valid_to is null)
    for update`
  const ids = moving.map(({ agentId }) => agentId)
  if (ids.length === 0) return 0
  await tx`delete from membership where feed_id = ${feedId} and agent_id = any(${ids}::text[])
    and valid_from >= to_timestamp(${from}::float8 / 1000)`
  await tx`update membership set valid_to = to_timestamp(${from}::float8 / 1000)
    where feed_id = ${feedId} and agent_id = any(${ids}::text[])
      and (valid_to is null or valid_to > to_timestamp(${from}::float8 / 1000))`
  await tx`insert into membership (feed_id, agent_id, team_id, valid_from)
    select ${feedId}, id, ${teamId}, to_timestamp(${from}::float8 / 1000) from unnest(${ids}::text[]) as id`
  await tx`select pg_notify(${ORGANISATION_CHANNEL}, '')`
  return ids.length
}
