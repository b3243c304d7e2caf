import type { ISql } from 'postgres'
import type { Seat } from '#server/domain/people/seats.ts'

/** Seats that have a device at some time of [from, to), epoch ms; all of them when none is given. */
export const listSeats = async (
  sql: ISql<{ bigint: number }>,
  within: { from: number; to: number } | null,
): Promise<Seat[]> => {
  const { from = null, to = null } = within ?? {}
  const rows = await sql<Seat[]>`
    select id, site, name, feed_id as "feedId", agent_id as "agentId",
           (extract(epoch from valid_from) * 1000)::float8 as "from",
           (extract(epoch from valid_to) * 1000)::float8 as "to"
    from seat
    where ${from}::float8 is null or (valid_from < to_timestamp(${to}::float8 / 1000)
      and (valid_to is null or valid_to > to_timestamp(${from}::float8 / 1000)))
    order by site nulls first, name, valid_from`
  return rows.map((row) => ({ ...row }))
}
