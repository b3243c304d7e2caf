import type { ISql } from 'postgres'

export type NewDuty = {
  id: string
  userId: string
  teamId: string
  from: number
  to: number
  standsInFor?: string
  notedAt: number
  notedBy: string
}

/** Adds a duty or replaces the one of the same id. Fails on a user or team there is not. */
export const putDuty = async (tx: ISql<{ bigint: number }>, duty: NewDuty): Promise<void> => {
  await tx`insert into duty (id, user_id, team_id, valid_from, valid_to, stands_in_for, noted_at, noted_by)
    values (${duty.id}, ${duty.userId}, ${duty.teamId}, to_timestamp(${duty.from}::float8 / 1000),
            to_timestamp(${duty.to}::float8 / 1000), ${duty.standsInFor ?? null},
            to_timestamp(${duty.notedAt}::float8 / 1000), ${duty.notedBy})
    on conflict (id) do update set user_id = excluded.user_id, team_id = excluded.team_id,
      valid_from = excluded.valid_from, valid_to = excluded.valid_to, stands_in_for = excluded.stands_in_for,
      noted_at = excluded.noted_at, noted_by = excluded.noted_by`
}

/** Returns whose duty for which team it was, or undefined. */
export const deleteDuty = async (
  tx: ISql<{ bigint: number }>,
  id: string,
): Promise<{ userId: string; teamId: string; from: number; to: number } | undefined> => {
  const [row] = await tx<{ userId: string; teamId: string; from: number; to: number }[]>`
    delete from duty where id = ${id} returning user_id as "userId", team_id as "teamId",
      (extract(epoch from valid_from) * 1000)::float8 as "from", (extract(epoch from valid_to) * 1000)::float8 as "to"`
  return row && { ...row }
}
