import type { ISql } from 'postgres'
import type { Role } from '#server/domain/viewer.ts'

export type UserRow = {
  id: string
  /** As people write it; it is kept in lower case beside it. */
  username: string
  name: string
  role: Role
  /** True: the password is given by somebody else. */
  mustChangePassword: boolean
}

/** Adds a user without a password; false when the name is taken. */
export const insertUser = async (tx: ISql<{ bigint: number }>, user: UserRow): Promise<boolean> => {
  const username = user.username.toLowerCase()
  // The sign-in library wants an address; nothing is ever sent to it.
  const rows = await tx`
    insert into app_user (id, name, email, username, display_username, role, must_change_password)
    values (${user.id}, ${user.name}, ${`${username}@users.invalid`}, ${username}, ${user.username}, ${user.role},
            ${user.mustChangePassword})
    on conflict do nothing returning id`
  return rows.length > 0
}
