import type { ISql } from 'postgres'

/** From `from` (epoch ms) on the user sees these teams and no others. */
export const setUserTeams = async (
  tx: ISql<{ bigint: number }>,
  given: { userId: string; teamIds: readonly string[]; from: number },
): Promise<void> => {
  const teamIds = [...given.teamIds]
  await tx`update user_team set valid_to = greatest(to_timestamp(${given.from}::float8 / 1000), valid_from + interval '1 ms')
    where user_id = ${given.userId} and valid_to is null and team_id <> all(${teamIds}::text[])`
  await tx`insert into user_team (user_id, team_id, valid_from)
    select ${given.userId}, id, to_timestamp(${given.from}::float8 / 1000) from unnest(${teamIds}::text[]) as id
    where not exists (select 1 from user_team t
      where t.user_id = ${given.userId} and t.team_id = id and t.valid_to is null)`
}
