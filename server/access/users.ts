import { findUser } from '#db/queries/find-user.ts'
import { banUser } from '#db/writes/ban-user.ts'
import { endSessions } from '#db/writes/end-sessions.ts'
import { setUserTeams } from '#db/writes/set-user-teams.ts'
import { ROLES, type Role } from '../domain/viewer.ts'
import { CodedError } from '../errors.ts'
import { addressOf } from './address-of.ts'
import { type AuditActor, appendAudit } from './audit.ts'
import type { Access } from './auth.ts'
import { makePassword } from './password.ts'
import { seesAllTeams } from './viewer.ts'

export type NewUser = { username: string; name?: string; role: string; teamIds: readonly string[]; password?: string }

const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text)

const USERNAME = /^[\w.-]{2,64}$/

/** Makes somebody who can sign in. Without a password given one is made, to be told once. Throws `CodedError`. */
export const addUser = async (
  access: Access,
  actor: AuditActor,
  given: NewUser,
): Promise<{ id: string; password: string }> => {
  const { auth, database, clock } = access
  const username = given.username.toLowerCase()
  const { role } = given
  if (!USERNAME.test(username))
    throw new CodedError('bad_request', 'A user name has 2 to 64 letters, digits, dots, dashes or underscores.')
  if (!isRole(role)) throw new CodedError('bad_request', `There is no role ${role}; roles are ${ROLES.join(', ')}.`)
  if (!seesAllTeams(role) && given.teamIds.length === 0)
    throw new CodedError('bad_request', `A ${role} sees the teams it is given and would see nothing: give one.`)
  if (await findUser(database.sql, username)) throw new CodedError('conflict', `There is a user ${username} already.`)

  const password = given.password ?? makePassword(clock)
  const { user } = await auth.api.createUser({
    body: {
      email: addressOf(username),
      password,
      name: given.name ?? given.username,
      // Its types know only the roles it ships.
      data: { role, username, displayUsername: given.username },
    },
  })
  await database.sql.begin(async (tx) => {
    await setUserTeams(tx, { userId: user.id, teamIds: given.teamIds, from: clock.now() })
    await appendAudit(tx, {
      at: clock.now(),
      actor,
      action: 'user.add',
      subject: `user:${user.id}`,
      detail: { username, role, teamIds: [...given.teamIds] },
    })
  })
  return { id: user.id, password }
}

/** Gives a user a new password, told once, and ends every session. */
export const setPassword = async (
  access: Access,
  actor: AuditActor,
  user: { id: string; username: string },
): Promise<string> => {
  const { auth, database, clock } = access
  const password = makePassword(clock)
  const { internalAdapter, password: hasher } = await auth.$context
  await internalAdapter.updatePassword(user.id, await hasher.hash(password))
  await database.sql.begin(async (tx) => {
    await endSessions(tx, user.id)
    await appendAudit(tx, { at: clock.now(), actor, action: 'user.password', subject: `user:${user.id}` })
  })
  return password
}

/** A user who is banned cannot sign in, and is signed out now. */
export const setBanned = async (
  { database, clock }: Access,
  actor: AuditActor,
  user: { id: string },
  isBanned: boolean,
): Promise<void> => {
  await database.sql.begin(async (tx) => {
    await banUser(tx, user.id, isBanned)
    if (isBanned) await endSessions(tx, user.id)
    const action = isBanned ? 'user.disable' : 'user.enable'
    await appendAudit(tx, { at: clock.now(), actor, action, subject: `user:${user.id}` })
  })
}
