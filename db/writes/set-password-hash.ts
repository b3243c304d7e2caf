import type { ISql } from 'postgres'

/** Keeps a user's new password hash. `mustChange`: somebody else knows the password. */
export const setPasswordHash = async (
  tx: ISql<{ bigint: number }>,
  given: { userId: string; hash: string; mustChange: boolean; newId: string },
): Promise<void> => {
  const { userId, hash, mustChange } = given
  await tx`
    insert into app_account (id, account_id, provider_id, user_id, password)
    values (${given.newId}, ${userId}, 'credential', ${userId}, ${hash})
    on conflict (user_id) where provider_id = 'credential' do update set password = excluded.password, updated_at = now()`
  await tx`update app_user set must_change_password = ${mustChange}, updated_at = now() where id = ${userId}`
}
