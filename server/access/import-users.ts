import { findTeams } from '#db/queries/find-teams.ts'
import { insertUser } from '#db/writes/insert-user.ts'
import { type LockedUser, lockUsers } from '#db/writes/lock-users.ts'
import { setUserTeams } from '#db/writes/set-user-teams.ts'
import { judgeStanding, type UserFault } from '../domain/user-rules.ts'
import { USERNAME } from '../domain/username.ts'
import type { Role } from '../domain/viewer.ts'
import { CodedError } from '../errors.ts'
import type { UserRow, UserRowResult } from '../protocol/user-requests.ts'
import { type AuditActor, appendAudit } from './audit.ts'
import type { Access } from './auth.ts'
import { userError } from './user-fault.ts'
import { changeUser, checkStanding, selfOf } from './users.ts'

export type ImportRow = UserRow
type Tx = Parameters<typeof appendAudit>[0]
type Wanted = { username: string; name: string; role: Role; teamIds: string[] }

/** Leaves the transaction of a preview, so that nothing of it stays. */
class Undone extends Error {}

/** What a line asks for. Throws `CodedError` with the reason it cannot. */
const readRow = (row: UserRow, teams: ReadonlyMap<string, string | null>, seen: Set<string>): Wanted => {
  const username = row.username.toLowerCase()
  if (!USERNAME.test(username)) throw userError('userName')
  if (seen.has(username)) throw userError('userTwice')
  seen.add(username)
  const teamIds = row.teams.map((team) => {
    const id = teams.get(team)
    if (!id) throw userError('userTeamUnknown')
    return id
  })
  return { username, ...checkStanding({ name: row.name || row.username, role: row.role, teamIds }) }
}

const addOne = async (tx: Tx, { clock }: Access, actor: AuditActor, wanted: Wanted): Promise<string> => {
  const { username, name, role, teamIds } = wanted
  const id = clock.uuid()
  if (!(await insertUser(tx, { id, username, name, role, mustChangePassword: true }))) throw userError('userTaken')
  await setUserTeams(tx, { userId: id, teamIds, from: clock.now() })
  const detail = { username, name, role, teamIds, imported: true }
  await appendAudit(tx, { at: clock.now(), actor, action: 'user.add', subject: `user:${id}`, detail })
  return id
}

/** Carries out one line among users this transaction holds, and keeps `users` as they are afterwards. */
const takeRow = async (
  tx: Tx,
  access: Access,
  actor: AuditActor,
  users: Map<string, LockedUser>,
  wanted: Wanted,
): Promise<Pick<UserRowResult, 'outcome' | 'userId'>> => {
  const before = users.get(wanted.username)
  if (!before) {
    const id = await addOne(tx, access, actor, wanted)
    users.set(wanted.username, { ...wanted, id, banned: false })
    return { outcome: 'add', userId: id }
  }
  const next = { ...before, name: wanted.name, role: wanted.role, teamIds: wanted.teamIds }
  const fault = judgeStanding([...users.values()], selfOf(actor), next)
  if (fault) throw userError(fault)
  users.set(wanted.username, next)
  return { outcome: (await changeUser(tx, access, actor, before, next)) ? 'change' : 'same' }
}

/**
 * Adds and changes users as the lines say, in one transaction; a line that cannot be is left out and says why, and nobody the
 * lines leave out is touched. Those added have no password until one is given. A preview does the same and undoes it.
 */
export const importUsers = async (
  access: Access,
  actor: AuditActor,
  rows: readonly UserRow[],
  mode: 'preview' | 'apply',
): Promise<UserRowResult[]> => {
  const { sql } = access.database
  const names = [...new Set(rows.flatMap(({ teams }) => teams))]
  const ids = await findTeams(sql, names)
  const teams = new Map(names.map((name, i) => [name, ids[i] ?? null]))
  const results: UserRowResult[] = []
  const run = async (tx: Tx) => {
    const held = await lockUsers(tx, { usernames: rows.map(({ username }) => username.toLowerCase()) })
    const users = new Map(held.map((user) => [user.username, user]))
    const seen = new Set<string>()
    for (const row of rows) {
      const { line, username } = row
      try {
        const { userId, outcome } = await takeRow(tx, access, actor, users, readRow(row, teams, seen))
        results.push({ line, username, outcome, userId: mode === 'apply' ? userId : undefined })
      } catch (error) {
        if (!(error instanceof CodedError) || !error.reason) throw error
        results.push({ line, username, outcome: 'refused', fault: error.reason.key as UserFault })
      }
    }
    if (mode === 'preview') throw new Undone()
  }
  await sql.begin(run).catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error
  })
  return results
}
