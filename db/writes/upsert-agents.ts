import type { ISql } from 'postgres'
import type { Sql } from '../client.ts'

export type SeenAgent = { feedId: string; agentId: string; agentNo: string; name?: string; firstSeenAt: number }

/** Adds agents a feed named, or renews the 工号 and name of those known. A name once known is not forgotten. */
export const upsertAgents = async (sql: Sql, agents: readonly SeenAgent[]): Promise<void> => {
  await sql`
    insert into agent (feed_id, agent_id, agent_no, name, first_seen_at)
    select "feedId", "agentId", "agentNo", name, to_timestamp("firstSeenAt" / 1000)
    from json_to_recordset(${JSON.stringify(agents)}::text::json)
      as a("feedId" text, "agentId" text, "agentNo" text, name text, "firstSeenAt" float8)
    on conflict (feed_id, agent_id) do update
      set agent_no = excluded.agent_no, name = coalesce(excluded.name, agent.name)`
}

/** Makes agents known before any feed named them, with their ids for a 工号; those known already stay as they are. */
export const addAgents = async (
  sql: ISql<{ bigint: number }>,
  given: { feedId: string; agentIds: readonly string[]; firstSeenAt: number },
): Promise<void> => {
  await sql`insert into agent (feed_id, agent_id, agent_no, first_seen_at)
    select ${given.feedId}, id, id, to_timestamp(${given.firstSeenAt}::float8 / 1000)
    from unnest(${[...given.agentIds]}::text[]) as id on conflict do nothing`
}
