import type { Sql } from '../client.ts'

/** An agent of a feed behind whom nobody is identified: its 工号 is only assumed. */
export type AssumedAgent = { feedId: string; agentId: string; name: string | null; team: string | null; calls: number }
/** A person nobody identified anywhere on a day. */
export type AbsentPerson = { agentNo: string; name: string | null; team: string | null; isRostered: boolean }

const like = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`

/** Agents with nobody identified at `at` (epoch ms), busiest in [from, to) first, and how many there are in all. */
export const listAssumedAgents = async (
  sql: Sql,
  given: { at: number; from: number; to: number; search: string; limit: number },
): Promise<{ total: number; agents: AssumedAgent[] }> => {
  const rows = await sql<(AssumedAgent & { total: number })[]>`
    select a.feed_id as "feedId", a.agent_id as "agentId", a.name, t.name as team,
           coalesce(c.calls, 0)::int as calls, count(*) over ()::int as total
    from agent a
    left join membership m on m.feed_id = a.feed_id and m.agent_id = a.agent_id
      and m.valid_from <= to_timestamp(${given.at}::float8 / 1000)
      and (m.valid_to is null or m.valid_to > to_timestamp(${given.at}::float8 / 1000))
    left join team t on t.id = m.team_id
    left join (select feed_id, agent_id, sum(handled) as calls from call_interval
               where interval_start >= to_timestamp(${given.from}::float8 / 1000)
                 and interval_start < to_timestamp(${given.to}::float8 / 1000) and agent_id <> ''
               group by 1, 2) c on c.feed_id = a.feed_id and c.agent_id = a.agent_id
    where a.feed_id <> '' and (a.agent_id ilike ${like(given.search)} or a.name ilike ${like(given.search)} or t.name ilike ${like(given.search)})
      and not exists (select 1 from agent_identity i where i.feed_id = a.feed_id and i.agent_id = a.agent_id
        and i.valid_from <= to_timestamp(${given.at}::float8 / 1000)
        and (i.valid_to is null or i.valid_to > to_timestamp(${given.at}::float8 / 1000)))
    order by coalesce(c.calls, 0) desc, a.feed_id, a.agent_id limit ${given.limit}`
  return { total: rows[0]?.total ?? 0, agents: rows.map(({ total: _, ...agent }) => ({ ...agent })) }
}

/** People identified nowhere in [from, to), epoch ms; those the roster has then first. */
export const listAbsentPeople = async (
  sql: Sql,
  given: { from: number; to: number; search: string; limit: number },
): Promise<{ total: number; people: AbsentPerson[] }> => {
  const rows = await sql<(AbsentPerson & { total: number })[]>`
    select p.agent_no as "agentNo", p.name, t.name as team, r.agent_no is not null as "isRostered",
           count(*) over ()::int as total
    from agent p
    left join membership m on m.feed_id = '' and m.agent_id = p.agent_id and m.valid_to is null
    left join team t on t.id = m.team_id
    left join (select distinct agent_no from roster_shift
               where starts_at < to_timestamp(${given.to}::float8 / 1000)
                 and ends_at > to_timestamp(${given.from}::float8 / 1000)) r on r.agent_no = p.agent_no
    where p.feed_id = '' and (p.agent_no ilike ${like(given.search)} or p.name ilike ${like(given.search)} or t.name ilike ${like(given.search)})
      and not exists (select 1 from agent_identity i where i.agent_no = p.agent_no
        and i.valid_from < to_timestamp(${given.to}::float8 / 1000)
        and (i.valid_to is null or i.valid_to > to_timestamp(${given.from}::float8 / 1000)))
    order by r.agent_no is null, p.agent_no limit ${given.limit}`
  return { total: rows[0]?.total ?? 0, people: rows.map(({ total: _, ...person }) => ({ ...person })) }
}
