import type { Role } from '#server/domain/viewer.ts'
import type { Sql } from '../client.ts'

export type ViewerRights = {
  sessionId: string
  userId: string
  name: string
  role: Role
  /** Teams the user is given today and those they are on duty for at this moment, sorted. */
  teamIds: string[]
  /** When this session was last noted as seen, epoch ms. */
  seenAt: number
}

/**
 * Who these sessions belong to and what they may see at `now` (epoch ms). Left out, and so nobody anywhere: ended sessions,
 * banned users, and those who came by a password somebody else gave them, until they have changed it.
 */
export const loadViewerRights = async (
  sql: Sql,
  sessionIds: readonly string[],
  now: number,
): Promise<ViewerRights[]> => sql<ViewerRights[]>`
  select s.id as "sessionId", u.id as "userId", u.name, u.role,
         (extract(epoch from s.seen_at) * 1000)::float8 as "seenAt",
         coalesce(array_agg(distinct t.team_id order by t.team_id) filter (where t.team_id is not null), '{}') as "teamIds"
  from app_session s
  join app_user u on u.id = s.user_id
  left join (
    select user_id, team_id, valid_from, valid_to from user_team
    union all select user_id, team_id, valid_from, valid_to from duty) t on t.user_id = u.id
    and t.valid_from <= to_timestamp(${now}::float8 / 1000)
    and (t.valid_to is null or t.valid_to > to_timestamp(${now}::float8 / 1000))
  where s.id = any(${[...sessionIds]}::text[])
    and s.expires_at > to_timestamp(${now}::float8 / 1000)
    and not u.banned
    and (s.provider_id is not null or not u.must_change_password)
  group by s.id, u.id`
