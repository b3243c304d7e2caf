import { endSession } from '#db/writes/end-sessions.ts'
import { CodedError } from '../errors.ts'
import { type AuditActor, appendAudit } from './audit.ts'
import type { Access } from './auth.ts'
import { type ImportRow, importUsers } from './import-users.ts'
import {
  addUser,
  editUser,
  endUserSessions,
  type NewUser,
  type Standing,
  setBanned,
  setPassword,
  unlockUser,
} from './users.ts'

const endOne = async ({ database, clock }: Access, actor: AuditActor, userId: string, sessionId: string) => {
  await database.sql.begin(async (tx) => {
    if (!(await endSession(tx, userId, sessionId)))
      throw new CodedError('not_found', 'This sign-in has ended already.', { reason: { key: 'sessionGone' } })
    const subject = `user:${userId}`
    await appendAudit(tx, { at: clock.now(), actor, action: 'session.end', subject, detail: { sessionId } })
  })
}

/** What is done about users, the same for pages and for the shell. */
export const createUserOffice = (access: Access) => ({
  add: (actor: AuditActor, given: NewUser) => addUser(access, actor, given),
  edit: (actor: AuditActor, userId: string, given: Standing) => editUser(access, actor, userId, given),
  resetPassword: (actor: AuditActor, id: string) => setPassword(access, actor, { id }),
  setDisabled: (actor: AuditActor, id: string, isDisabled: boolean) => setBanned(access, actor, { id }, isDisabled),
  unlock: (actor: AuditActor, userId: string) => unlockUser(access, actor, userId),
  endSessions: (actor: AuditActor, userId: string, keep?: string) => endUserSessions(access, actor, userId, keep),
  endSession: (actor: AuditActor, userId: string, sessionId: string) => endOne(access, actor, userId, sessionId),
  previewImport: (actor: AuditActor, rows: readonly ImportRow[]) => importUsers(access, actor, rows, 'preview'),
  import: (actor: AuditActor, rows: readonly ImportRow[]) => importUsers(access, actor, rows, 'apply'),
})
