import type { ISql } from 'postgres'
import { PEOPLE } from '#server/domain/people/person.ts'

/** What to tell every server of this database after a change of teams, agents or memberships. */
export const ORGANISATION_CHANNEL = 'organisation'

export type Placement = {
  feedId: string
  agentIds: readonly string[]
  /** Null: into no team. */
  teamId: string | null
  /** Epoch ms. */
  from: number
}

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
/**
 * Moves agents into a team, or out of any, from `from` on: the membership they are in ends there, later ones give way. A team
 * is a person's wherever somebody is identified behind an agent then, else the agent's. Returns the ids of those who moved;
 * who is there already does not. Give a transaction.
 */
export const placeAgents = async (tx: ISql<{ bigint: number }>, given: Placement): Promise<string[]> => {
  const seated = await findSeated(tx, given)
  const agents = await move(tx, { ...given, agentIds: given.agentIds.filter((agentId) => !seated.has(agentId)) })
  const people = await move(tx, { ...given, feedId: PEOPLE, agentIds: [...new Set(seated.values())] })
  return [...agents, ...[...seated].filter(([, agentNo]) => people.includes(agentNo)).map(([agentId]) => agentId)]
}

const move = async (tx: ISql<{ bigint: number }>, given: Placement): Promise<string[]> => {
  const { feedId, teamId, from } = given
  const agentIds = [...given.agentIds]
  await tx`select 1 from agent where feed_id = ${feedId} and agent_id = any(${agentIds}::text[])
    order by agent_id for update`
  const moving = await tx<{ agentId: string }[]>`
    select a.agent_id as "agentId" from agent a
    where a.feed_id = ${feedId} and a.agent_id = any(${agentIds}::text[]) and case when ${teamId}::text is null
      then exists (
        select 1 from membership m where m.feed_id = a.feed_id and m.agent_id = a.agent_id
          and (m.valid_to is null or m.valid_to > to_timestamp(${from}::float8 / 1000)))
      else not exists (
        select 1 from membership m
        where m.feed_id = a.feed_id and m.agent_id = a.agent_id and m.team_id = ${teamId}
          and m.valid_from <= to_timestamp(${from}::float8 / 1000) and m.valid_to is null)
      end
    order by a.agent_id`
  const ids = moving.map(({ agentId }) => agentId)
  if (ids.length === 0) return []
  await tx`delete from membership where feed_id = ${feedId} and agent_id = any(${ids}::text[])
    and valid_from >= to_timestamp(${from}::float8 / 1000)`
  await tx`update membership set valid_to = to_timestamp(${from}::float8 / 1000)
    where feed_id = ${feedId} and agent_id = any(${ids}::text[])
      and (valid_to is null or valid_to > to_timestamp(${from}::float8 / 1000))`
  if (teamId !== null) {
    await tx`insert into membership (feed_id, agent_id, team_id, valid_from)
      select ${feedId}, id, ${teamId}, to_timestamp(${from}::float8 / 1000) from unnest(${ids}::text[]) as id`
  }
  await tx`select pg_notify(${ORGANISATION_CHANNEL}, '')`
  return ids
}
