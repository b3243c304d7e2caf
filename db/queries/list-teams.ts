import type { ISql } from 'postgres'

export type ListedTeam = {
  id: string
  name: string
  siteId: string | null
  site: string | null
  /** Epoch ms; null while it is open. */
  closedAt: number | null
  /** In it now, people and agents; a seat's device is a place where people sit and does not count. */
  agents: number
  /** Queues it answers now. */
  queues: { feedId: string; queueId: string }[]
}

/** All teams, closed ones too, as they are at `now` (epoch ms). */
export const listTeams = async (sql: ISql<{ bigint: number }>, now: number): Promise<ListedTeam[]> => {
  const rows = await sql<ListedTeam[]>`
    select t.id, t.name, t.site_id as "siteId", s.name as site, (extract(epoch from t.valid_to) * 1000)::float8 as "closedAt",
      (select count(*)::int from membership m where m.team_id = t.id
         and m.valid_from <= to_timestamp(${now}::float8 / 1000)
         and (m.valid_to is null or m.valid_to > to_timestamp(${now}::float8 / 1000))
         and not exists (select 1 from seat p where p.feed_id = m.feed_id and p.agent_id = m.agent_id
           and p.valid_from <= to_timestamp(${now}::float8 / 1000)
           and (p.valid_to is null or p.valid_to > to_timestamp(${now}::float8 / 1000)))) as agents,
      (select coalesce(json_agg(json_build_object('feedId', q.feed_id, 'queueId', q.queue_id) order by q.feed_id, q.queue_id), '[]')
       from queue_team q where q.team_id = t.id
         and q.valid_from <= to_timestamp(${now}::float8 / 1000)
         and (q.valid_to is null or q.valid_to > to_timestamp(${now}::float8 / 1000))) as queues
    from team t left join site s on s.id = t.site_id
    order by t.valid_to is not null, s.name nulls last, t.name`
  return rows.map((row) => ({ ...row }))
}
