import type { ISql } from 'postgres'
import type { Role } from '#server/domain/viewer.ts'

export type ListedUser = {
  id: string
  username: string
  name: string
  role: Role
  banned: boolean
  hasPassword: boolean
  mustChangePassword: boolean
  /** Teams given today, by name. */
  teams: { id: string; name: string }[]
  /** Epoch ms. */
  lastSignInAt: number | null
  lockedUntil: number | null
  /** Sessions that hold. */
  sessions: number
}

/** Everybody who can sign in; a name is locked at `now` (epoch ms) when `limit` checks of its password were used up. */
export const listUsers = async (
  sql: ISql<{ bigint: number }>,
  given: { now: number; limit: number },
): Promise<ListedUser[]> => {
  const now = sql`to_timestamp(${given.now}::float8 / 1000)`
  return sql<ListedUser[]>`
    select u.id, coalesce(u.username, '') as username, u.name, u.role, u.banned,
           u.must_change_password as "mustChangePassword", a.password is not null as "hasPassword",
           coalesce((select json_agg(json_build_object('id', t.id, 'name', t.name) order by t.name)
             from user_team ut join team t on t.id = ut.team_id
             where ut.user_id = u.id and ut.valid_from <= ${now} and (ut.valid_to is null or ut.valid_to > ${now})), '[]') as teams,
           (select (extract(epoch from max(at)) * 1000)::float8 from audit
             where subject = 'user:' || u.id and action = 'session.open') as "lastSignInAt",
           (select (extract(epoch from c.ends_at) * 1000)::float8 from sign_in_count c
             where c.kind = 'account' and c.key = u.username and c.used >= ${given.limit} and c.ends_at > ${now}) as "lockedUntil",
           (select count(*)::int from app_session s where s.user_id = u.id and s.expires_at > ${now}) as sessions
    from app_user u left join app_account a on a.user_id = u.id and a.provider_id = 'credential'
    order by u.username`
}
