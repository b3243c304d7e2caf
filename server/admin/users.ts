import { findUser } from '#db/queries/find-user.ts'
import { readUsers } from '../access/user-list.ts'
import { addUser, setBanned, setPassword, unlockUser } from '../access/users.ts'
import { type UserState, userState } from '../domain/user-state.ts'
import { ROLES } from '../domain/viewer.ts'
import { CodedError } from '../errors.ts'
import { type AdminCommand, type AdminIo, expectArguments, parseOptions, printTable, UsageError } from './admin-io.ts'
import { requireTeams } from './teams.ts'

const requireUser = async (io: AdminIo, username: string) => {
  const user = await findUser(io.database.sql, username)
  if (!user) throw new CodedError('not_found', `There is no user ${username}.`)
  return user
}

const STATES: Record<UserState, string> = {
  disabled: 'disabled',
  locked: 'locked',
  noPassword: 'no password',
  mustChange: 'must change password',
  active: 'active',
}

const KEPT_NOWHERE = 'It must be changed at the next sign-in. It is not kept and cannot be shown again.'

const add: AdminCommand = {
  usage: `user add NAME --role ${ROLES.join('|')} [--team TEAM]... [--display TEXT]`,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, {
      role: { type: 'string' },
      team: { type: 'string', multiple: true, default: [] },
      display: { type: 'string' },
    })
    const [username] = expectArguments(positionals, 'NAME')
    if (!values.role) throw new UsageError('--role is missing.')
    const teamIds = await requireTeams(io, values.team)
    const user = await addUser(io.access, io.actor, { username, name: values.display, role: values.role, teamIds })
    io.print(`user      ${username}`)
    io.print(`password  ${user.password}`)
    io.print(KEPT_NOWHERE)
  },
}

const list: AdminCommand = {
  usage: 'user list',
  async run(argv, io) {
    expectArguments(parseOptions(argv, {}).positionals)
    const users = await readUsers(io.access)
    if (users.length === 0) return io.print('No users yet. Add the first: user add NAME --role admin')
    printTable(io, [
      ['NAME', 'DISPLAY', 'ROLE', 'TEAMS', 'STATE'],
      ...users.map((u) => [
        u.username,
        u.name,
        u.role,
        u.teams.map(({ name }) => name).join(', '),
        STATES[userState(u)],
      ]),
    ])
  },
}

const password: AdminCommand = {
  usage: 'user password NAME',
  async run(argv, io) {
    const [username] = expectArguments(parseOptions(argv, {}).positionals, 'NAME')
    const made = await setPassword(io.access, io.actor, await requireUser(io, username))
    io.print(`password  ${made}`)
    io.print(`Every session of the user has ended. ${KEPT_NOWHERE}`)
  },
}

const ban = (isBanned: boolean): AdminCommand => ({
  usage: `user ${isBanned ? 'disable' : 'enable'} NAME`,
  async run(argv, io) {
    const [username] = expectArguments(parseOptions(argv, {}).positionals, 'NAME')
    await setBanned(io.access, io.actor, await requireUser(io, username), isBanned)
    io.print(isBanned ? `${username} cannot sign in any more.` : `${username} can sign in again.`)
  },
})

const unlock: AdminCommand = {
  usage: 'user unlock NAME',
  async run(argv, io) {
    const [username] = expectArguments(parseOptions(argv, {}).positionals, 'NAME')
    await unlockUser(io.access, io.actor, (await requireUser(io, username)).id)
    io.print(`${username} may try to sign in again.`)
  },
}

export const USER_COMMANDS = { add, list, password, disable: ban(true), enable: ban(false), unlock }
