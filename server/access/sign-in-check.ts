import type { Sql } from '#db/client.ts'
import { hasPassword } from '#db/queries/has-password.ts'
import { toStorable } from '../domain/ids.ts'
import { USERNAME } from '../domain/username.ts'
import type { Passwords } from './password.ts'
import type { Attempt, Lock, SignInGuard } from './sign-in-guard.ts'

export type SignIn = Attempt & { password: string }

/** What a sign-in request says, before anybody has checked its form. */
export const readSignIn = (body: unknown, address: string | null | undefined): SignIn => {
  const { username, password } = (body ?? {}) as { username?: unknown; password?: unknown }
  return { username: toStorable(String(username ?? '')), password: String(password ?? ''), address: address ?? '' }
}

/**
 * What has to be so before the library looks at a password: a check is reserved, and the name has a password. For a name
 * that has none the library would answer at once, which would tell that it is somebody's: it is answered here, as late.
 */
export const checkSignIn = async (
  parts: { sql: Sql; guard: SignInGuard; passwords: Passwords },
  given: SignIn,
): Promise<Lock | 'wrong' | null> => {
  const lock = await parts.guard.begin(given)
  if (lock) return lock
  if (!USERNAME.test(given.username) || (await hasPassword(parts.sql, given.username)) !== false) return null
  await parts.passwords.hash(given.password.slice(0, 128))
  await parts.guard.failed(given)
  return 'wrong'
}
