import type { ISql } from 'postgres'
import type { Seat } from '#server/domain/people/seats.ts'

/** Nobody else changes seats or shifts until the transaction ends, so that what was planned still fits. */
export const lockRoster = async (tx: ISql<{ bigint: number }>): Promise<void> => {
  await tx`lock table seat, roster_shift in share row exclusive mode`
}

/** Adds seats or replaces those of the same id. */
export const saveSeats = async (tx: ISql<{ bigint: number }>, seats: readonly Seat[]): Promise<void> => {
  await tx`
    insert into seat (id, site, name, feed_id, agent_id, valid_from, valid_to)
    select id, site, name, "feedId", "agentId", to_timestamp("from" / 1000), to_timestamp("to" / 1000)
    from json_to_recordset(${JSON.stringify(seats)}::text::json)
      as s(id text, site text, name text, "feedId" text, "agentId" text, "from" float8, "to" float8)
    on conflict (id) do update set feed_id = excluded.feed_id, agent_id = excluded.agent_id,
      valid_from = excluded.valid_from, valid_to = excluded.valid_to`
}

/** Returns the seat that was, or undefined. */
export const removeSeat = async (
  tx: ISql<{ bigint: number }>,
  id: string,
): Promise<Pick<Seat, 'site' | 'name' | 'feedId' | 'agentId'> | undefined> => {
  const [row] = await tx<Pick<Seat, 'site' | 'name' | 'feedId' | 'agentId'>[]>`
    delete from seat where id = ${id} returning site, name, feed_id as "feedId", agent_id as "agentId"`
  return row && { ...row }
}
