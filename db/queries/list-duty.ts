import type { ISql } from 'postgres'

/** Somebody leads a team in [from, to), epoch ms, for themselves or for somebody else. */
export type ListedDuty = {
  dutyId: string
  userId: string
  user: string
  teamId: string
  team: string
  from: number
  to: number
  standsInForId: string | null
  standsInFor: string | null
}

/** Duties that lie in [from, to) at least in part, of these teams; oldest first. */
export const listDuty = async (
  sql: ISql<{ bigint: number }>,
  given: { from: number; to: number; teams: 'all' | readonly string[] },
): Promise<ListedDuty[]> => {
  const teams = given.teams === 'all' ? null : [...given.teams]
  const rows = await sql<ListedDuty[]>`
    select d.id as "dutyId", d.user_id as "userId", u.name as "user", d.team_id as "teamId", t.name as team,
           (extract(epoch from d.valid_from) * 1000)::float8 as "from",
           (extract(epoch from d.valid_to) * 1000)::float8 as "to",
           d.stands_in_for as "standsInForId", s.name as "standsInFor"
    from duty d join app_user u on u.id = d.user_id join team t on t.id = d.team_id
    left join app_user s on s.id = d.stands_in_for
    where d.valid_from < to_timestamp(${given.to}::float8 / 1000) and d.valid_to > to_timestamp(${given.from}::float8 / 1000)
      and (${teams}::text[] is null or d.team_id = any(${teams}::text[]))
    order by d.valid_from, t.name, u.name`
  return rows.map((row) => ({ ...row }))
}
