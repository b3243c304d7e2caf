import type { ISql } from 'postgres'

type Tx = ISql<{ bigint: number }>

/** Signs a user out everywhere, but for the session `keep`. Returns how many sessions ended. */
export const endSessions = async (tx: Tx, userId: string, keep: string | null = null): Promise<number> => {
  const { count } = await tx`delete from app_session where user_id = ${userId} and id is distinct from ${keep}`
  return count
}

/** Ends one session of this user; false when it is none of theirs. */
export const endSession = async (tx: Tx, userId: string, sessionId: string): Promise<boolean> => {
  const { count } = await tx`delete from app_session where user_id = ${userId} and id = ${sessionId}`
  return count > 0
}
