import type { Sql } from '#db/client.ts'
import { findCredential } from '#db/queries/find-credential.ts'
import { endSessions } from '#db/writes/end-sessions.ts'
import { setPasswordHash } from '#db/writes/set-password-hash.ts'
import type { Clock } from '../clock.ts'
import { judgePassword } from '../domain/password/judge-password.ts'
import type { PasswordFault } from '../domain/password/password-faults.ts'
import { appendAudit } from './audit.ts'
import type { Passwords } from './password.ts'
import type { Lock, SignInGuard } from './sign-in-guard.ts'

export type PasswordChange = { userId: string; sessionId: string; address: string; current: string; next: string }
export type PasswordRefusal = { fault: PasswordFault | 'wrong' } | { lock: Lock }

/**
 * Gives a user the password they chose and ends every other session, in one transaction. The current password is guessed at
 * no more often than at sign-in: both use up the same count. Resolves with why it was refused, or null.
 */
export const changeOwnPassword = async (
  parts: { sql: Sql; clock: Clock; passwords: Passwords; guard: SignInGuard },
  { userId, sessionId, address, current, next }: PasswordChange,
): Promise<PasswordRefusal | null> => {
  const { sql, clock, passwords, guard } = parts
  const credential = await findCredential(sql, userId)
  if (!credential?.hash) return { fault: 'wrong' }
  const fault = judgePassword(next, { ...credential, current })
  if (fault) return { fault }
  const attempt = { username: credential.username, address }
  const lock = await guard.begin(attempt)
  if (lock) return { lock }
  if (!(await passwords.verify(credential.hash, current))) {
    await guard.failed(attempt)
    return { fault: 'wrong' }
  }
  const hash = await passwords.hash(next)
  await sql.begin(async (tx) => {
    await setPasswordHash(tx, { userId, hash, mustChange: false, newId: clock.uuid() })
    await endSessions(tx, userId, sessionId)
    const actor = { kind: 'user', id: userId } as const
    await appendAudit(tx, { at: clock.now(), actor, action: 'password.change', subject: `user:${userId}`, address })
  })
  await guard.succeeded(attempt)
  return null
}
