import type { Role } from '#server/domain/viewer.ts'
import type { Sql } from '../client.ts'

export type ListedUser = { id: string; username: string; name: string; role: Role; banned: boolean; teams: string[] }

/** Everybody who can sign in, with the names of the teams they are given today. */
export const listUsers = async (sql: Sql): Promise<ListedUser[]> => sql<ListedUser[]>`
  select u.id, u.username, u.name, u.role, u.banned,
         coalesce(array_agg(t.name order by t.name) filter (where t.name is not null), '{}') as teams
  from app_user u
  left join user_team ut on ut.user_id = u.id and ut.valid_to is null
  left join team t on t.id = ut.team_id
  group by u.id order by u.username`
