import type { ISql } from 'postgres'

export type ListedAgent = {
  feedId: string
  agentId: string
  agentNo: string
  name: string | null
  firstSeenAt: number
  /** The seat whose device this is now: a place where people sit, not somebody. */
  seat: string | null
  /** Queues a feed says the agent is on. */
  queues: string[]
  /** Memberships oldest first, as [teamId, from, to) in epoch ms; `to` null while it lasts. */
  spans: [teamId: string, from: number, to: number | null][]
}

/** Everybody any feed has named, with the teams they were, are and will be in, as of `now` (epoch ms). */
export const listAgents = async (sql: ISql<{ bigint: number }>, now: number): Promise<ListedAgent[]> => {
  const [row] = await sql<{ agents: ListedAgent[] }[]>`
    select coalesce(json_agg(json_build_object(
      'feedId', a.feed_id, 'agentId', a.agent_id, 'agentNo', a.agent_no, 'name', a.name,
      'seat', (select s.name from seat s where s.feed_id = a.feed_id and s.agent_id = a.agent_id
         and s.valid_from <= to_timestamp(${now}::float8 / 1000)
         and (s.valid_to is null or s.valid_to > to_timestamp(${now}::float8 / 1000)) limit 1),
      'firstSeenAt', (extract(epoch from a.first_seen_at) * 1000)::bigint,
      'queues', coalesce(q.queues, '[]'), 'spans', coalesce(m.spans, '[]')) order by a.agent_no, a.feed_id, a.agent_id), '[]') as agents
    from agent a
    left join (
      select feed_id, agent_id, json_agg(queue_id order by queue_id) as queues
      from agent_queue where valid_to is null group by 1, 2) q using (feed_id, agent_id)
    left join (
      select feed_id, agent_id, json_agg(json_build_array(team_id, (extract(epoch from valid_from) * 1000)::bigint,
               (extract(epoch from valid_to) * 1000)::bigint) order by valid_from) as spans
      from membership group by 1, 2) m using (feed_id, agent_id)`
  return row?.agents ?? []
}
