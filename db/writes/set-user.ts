import type { ISql } from 'postgres'
import type { Role } from '#server/domain/viewer.ts'

/** Gives a user another name or role. */
export const setUser = async (
  tx: ISql<{ bigint: number }>,
  user: { id: string; name: string; role: Role },
): Promise<void> => {
  await tx`update app_user set name = ${user.name}, role = ${user.role}, updated_at = now() where id = ${user.id}`
}
