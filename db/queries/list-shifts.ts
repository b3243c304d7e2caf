import type { ISql } from 'postgres'
import type { Shift } from '#server/domain/people/shifts.ts'

export type ListedShift = Shift & {
  name: string | null
  /** The person's team when the shift begins. */
  teamId: string | null
  team: string | null
}

/** Shifts that lie in [from, to), epoch ms, at least in part; with `teams`, those of people in one of them then. */
export const listShifts = async (
  sql: ISql<{ bigint: number }>,
  given: { from: number; to: number; teams: 'all' | readonly string[] },
): Promise<ListedShift[]> => {
  const teams = given.teams === 'all' ? null : [...given.teams]
  const rows = await sql<ListedShift[]>`
    select s.agent_no as "agentNo", p.name, m.team_id as "teamId", t.name as team, s.site, s.seat,
           (extract(epoch from s.starts_at) * 1000)::float8 as "from",
           (extract(epoch from s.ends_at) * 1000)::float8 as "to"
    from roster_shift s
    left join agent p on p.feed_id = '' and p.agent_id = s.agent_no
    left join membership m on m.feed_id = '' and m.agent_id = s.agent_no
      and m.valid_from <= s.starts_at and (m.valid_to is null or m.valid_to > s.starts_at)
    left join team t on t.id = m.team_id
    where s.starts_at < to_timestamp(${given.to}::float8 / 1000) and s.ends_at > to_timestamp(${given.from}::float8 / 1000)
      and (${teams}::text[] is null or m.team_id = any(${teams}::text[]))
    order by s.starts_at, t.name nulls last, s.agent_no`
  return rows.map((row) => ({ ...row }))
}
