import type { ISql } from 'postgres'
import type { Role } from '#server/domain/viewer.ts'

export type LockedUser = {
  id: string
  username: string
  name: string
  role: Role
  banned: boolean
  /** Given today, sorted. */
  teamIds: string[]
}

/** These users and every admin, held until the transaction ends: what is decided about them stays true meanwhile. */
export const lockUsers = async (
  tx: ISql<{ bigint: number }>,
  which: { ids?: readonly string[]; usernames?: readonly string[] },
): Promise<LockedUser[]> => {
  const [ids, usernames] = [[...(which.ids ?? [])], [...(which.usernames ?? [])]]
  return tx<LockedUser[]>`
    select u.id, coalesce(u.username, '') as username, u.name, u.role, u.banned,
           array(select team_id from user_team t where t.user_id = u.id and t.valid_to is null order by 1) as "teamIds"
    from app_user u
    where u.role = 'admin' or u.id = any(${ids}::text[]) or u.username = any(${usernames}::text[])
    order by u.id for update of u`
}
