import type { Sql } from '#db/client.ts'
import { findTeams } from '#db/queries/find-teams.ts'
import { banUser } from '#db/writes/ban-user.ts'
import { endSessions } from '#db/writes/end-sessions.ts'
import { insertUser } from '#db/writes/insert-user.ts'
import { lockUsers } from '#db/writes/lock-users.ts'
import { setPasswordHash } from '#db/writes/set-password-hash.ts'
import { setUser } from '#db/writes/set-user.ts'
import { setUserTeams } from '#db/writes/set-user-teams.ts'
import { clearChecks } from '#db/writes/sign-in-count.ts'
import { isRole, judgeStanding, seesAllTeams } from '../domain/user-rules.ts'
import { USERNAME } from '../domain/username.ts'
import type { Role } from '../domain/viewer.ts'
import { type AuditActor, appendAudit } from './audit.ts'
import type { Access } from './auth.ts'
import { makePassword } from './password.ts'
import { userError } from './user-fault.ts'

export type Standing = { name: string; role: string; teamIds: readonly string[] }
export type NewUser = Omit<Standing, 'name'> & {
  username: string
  name?: string
  /** False only where nobody but the user is told the password. */
  mustChangePassword?: boolean
}

type Tx = Parameters<typeof appendAudit>[0]

const NAME_LENGTH = 80

/** The user an actor is, if any. */
export const selfOf = (actor: AuditActor): string | null => (actor.kind === 'user' ? actor.id : null)

/** Throws `CodedError` unless role and teams fit together. */
export const checkStanding = ({ name, role, teamIds }: Standing): { name: string; role: Role; teamIds: string[] } => {
  const shown = name.trim()
  if (shown === '' || shown.length > NAME_LENGTH) throw userError('userDisplayName')
  if (!isRole(role)) throw userError('userRole')
  if (!seesAllTeams(role) && teamIds.length === 0) throw userError('userNeedsTeam')
  return { name: shown, role, teamIds: [...new Set(teamIds)].sort() }
}

const checkTeams = async (sql: Sql, teamIds: readonly string[]) => {
  if ((await findTeams(sql, teamIds)).some((id, i) => id !== teamIds[i])) throw userError('userTeamUnknown')
}

/** Makes somebody who can sign in, with a password to be told once. Throws `CodedError`. */
export const addUser = async (
  access: Access,
  actor: AuditActor,
  given: NewUser,
): Promise<{ id: string; password: string }> => {
  const { database, clock, passwords } = access
  const { username, mustChangePassword = true } = given
  if (!USERNAME.test(username)) throw userError('userName')
  const { name, role, teamIds } = checkStanding({ ...given, name: given.name ?? username })
  await checkTeams(database.sql, teamIds)
  const [id, password] = [clock.uuid(), makePassword(clock)]
  const hash = await passwords.hash(password)
  await database.sql.begin(async (tx) => {
    if (!(await insertUser(tx, { id, username, name, role, mustChangePassword }))) throw userError('userTaken')
    await setPasswordHash(tx, { userId: id, hash, mustChange: mustChangePassword, newId: clock.uuid() })
    await clearChecks(tx, { kind: 'account', key: username.toLowerCase() })
    await setUserTeams(tx, { userId: id, teamIds, from: clock.now() })
    const detail = { username: username.toLowerCase(), name, role, teamIds }
    await appendAudit(tx, { at: clock.now(), actor, action: 'user.add', subject: `user:${id}`, detail })
  })
  return { id, password }
}

/** Gives a user another name, role and teams; what was is in the audit beside what is. */
export const editUser = async (access: Access, actor: AuditActor, userId: string, given: Standing): Promise<void> => {
  const { database } = access
  const next = checkStanding(given)
  await checkTeams(database.sql, next.teamIds)
  await database.sql.begin(async (tx) => {
    const users = await lockUsers(tx, { ids: [userId] })
    const before = users.find(({ id }) => id === userId)
    if (!before) throw userError('userUnknown')
    const fault = judgeStanding(users, selfOf(actor), { ...before, role: next.role })
    if (fault) throw userError(fault)
    await changeUser(tx, access, actor, before, next)
  })
}

/** Writes the change of a user already held by this transaction; false when nothing differs. */
export const changeUser = async (
  tx: Tx,
  { clock }: Access,
  actor: AuditActor,
  before: { id: string; name: string; role: Role; teamIds: readonly string[] },
  next: { name: string; role: Role; teamIds: readonly string[] },
): Promise<boolean> => {
  const facts = (of: typeof next) => ({ name: of.name, role: of.role, teamIds: [...of.teamIds] })
  const [from, to] = [facts(before), facts(next)]
  if (JSON.stringify(from) === JSON.stringify(to)) return false
  await setUser(tx, { ...next, id: before.id })
  await setUserTeams(tx, { userId: before.id, teamIds: next.teamIds, from: clock.now() })
  const subject = `user:${before.id}`
  await appendAudit(tx, { at: clock.now(), actor, action: 'user.edit', subject, detail: { from, to } })
  return true
}

/** Gives a user a new password, told once and to be changed, ends every session and opens a lock. */
export const setPassword = async (access: Access, actor: AuditActor, user: { id: string }): Promise<string> => {
  const { database, clock, passwords } = access
  if (user.id === selfOf(actor)) throw userError('userOwnPassword')
  const password = makePassword(clock)
  const hash = await passwords.hash(password)
  await database.sql.begin(async (tx) => {
    const username = await holdUser(tx, user.id)
    await setPasswordHash(tx, { userId: user.id, hash, mustChange: true, newId: clock.uuid() })
    await clearChecks(tx, { kind: 'account', key: username })
    await endSessions(tx, user.id)
    await appendAudit(tx, { at: clock.now(), actor, action: 'user.password', subject: `user:${user.id}` })
  })
  return password
}

const holdUser = async (tx: Tx, userId: string): Promise<string> => {
  const found = (await lockUsers(tx, { ids: [userId] })).find(({ id }) => id === userId)
  if (!found) throw userError('userUnknown')
  return found.username
}

/** A user who is banned cannot sign in, and is signed out now. */
export const setBanned = async (
  { database, clock }: Access,
  actor: AuditActor,
  user: { id: string },
  isBanned: boolean,
): Promise<void> => {
  await database.sql.begin(async (tx) => {
    const users = await lockUsers(tx, { ids: [user.id] })
    const before = users.find(({ id }) => id === user.id)
    if (!before) throw userError('userUnknown')
    const fault = judgeStanding(users, selfOf(actor), { ...before, banned: isBanned })
    if (fault) throw userError(fault)
    if (before.banned === isBanned) return
    await banUser(tx, user.id, isBanned)
    if (isBanned) await endSessions(tx, user.id)
    const action = isBanned ? 'user.disable' : 'user.enable'
    await appendAudit(tx, { at: clock.now(), actor, action, subject: `user:${user.id}` })
  })
}

/** Opens a name that too many wrong passwords locked. */
export const unlockUser = async ({ database, clock }: Access, actor: AuditActor, userId: string): Promise<void> => {
  await database.sql.begin(async (tx) => {
    await clearChecks(tx, { kind: 'account', key: await holdUser(tx, userId) })
    await appendAudit(tx, { at: clock.now(), actor, action: 'user.unlock', subject: `user:${userId}` })
  })
}

/** Signs a user out everywhere, but for the session `keep`. Returns how many sessions ended. */
export const endUserSessions = async (
  { database, clock }: Access,
  actor: AuditActor,
  userId: string,
  keep: string | null = null,
): Promise<number> =>
  database.sql.begin(async (tx) => {
    await holdUser(tx, userId)
    const ended = await endSessions(tx, userId, keep)
    const subject = `user:${userId}`
    await appendAudit(tx, { at: clock.now(), actor, action: 'user.end_sessions', subject, detail: { ended } })
    return ended
  })
