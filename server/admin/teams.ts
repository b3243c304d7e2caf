import { findOpenTeam } from '#db/queries/find-open-team.ts'
import { findTeams } from '#db/queries/find-teams.ts'
import { listTeams } from '#db/queries/list-teams.ts'
import { assignToTeam } from '../access/organisation/place-agents.ts'
import { closeTeam, saveTeam } from '../access/organisation/teams.ts'
import { CodedError } from '../errors.ts'
import { type AdminCommand, type AdminIo, expectArguments, parseOptions, printTable, UsageError } from './admin-io.ts'

const TEAM_ID = /^[\p{L}\p{N}._-]{1,64}$/u

/** Ids of teams named by id or name. Throws `CodedError('not_found')`. */
export const requireTeams = async (io: Pick<AdminIo, 'database'>, wanted: readonly string[]): Promise<string[]> => {
  const found = await findTeams(io.database.sql, wanted)
  return found.map((id, i) => {
    if (id === null) throw new CodedError('not_found', `There is no team ${wanted[i]}: add it with team add NAME.`)
    return id
  })
}

const doerOf = (io: AdminIo) => ({ at: io.clock.now(), actor: io.actor })
export const organisationOf = (io: AdminIo) => ({ sql: io.database.sql, clock: io.clock })

const add: AdminCommand = {
  usage: 'team add NAME [--id ID] [--site SITE]',
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, { id: { type: 'string' }, site: { type: 'string' } })
    const [name] = expectArguments(positionals, 'NAME')
    if (values.id !== undefined && !TEAM_ID.test(values.id))
      throw new UsageError('--id has 1 to 64 letters, digits, dots, dashes or underscores.')
    const given = { newId: values.id, name, siteId: values.site ?? null }
    const { teamId } = await saveTeam(organisationOf(io), doerOf(io), given)
    io.print(`team  ${teamId}  ${name}`)
  },
}

const rename: AdminCommand = {
  usage: 'team rename TEAM NAME [--site SITE]',
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, { site: { type: 'string' } })
    const [wanted, name] = expectArguments(positionals, 'TEAM', 'NAME')
    const [teamId = ''] = await requireTeams(io, [wanted])
    const siteId = values.site ?? (await findOpenTeam(io.database.sql, teamId))?.siteId ?? null
    await saveTeam(organisationOf(io), doerOf(io), { teamId, name, siteId })
    io.print(`team  ${teamId}  ${name}`)
  },
}

const close: AdminCommand = {
  usage: 'team close TEAM',
  async run(argv, io) {
    const [wanted] = expectArguments(parseOptions(argv, {}).positionals, 'TEAM')
    const [teamId = ''] = await requireTeams(io, [wanted])
    const { agents } = await closeTeam(organisationOf(io), doerOf(io), { teamId })
    io.print(`${wanted} is closed; ${agents} agents are without a team.`)
  },
}

const list: AdminCommand = {
  usage: 'team list',
  async run(argv, io) {
    expectArguments(parseOptions(argv, {}).positionals)
    const teams = (await listTeams(io.database.sql, io.clock.now())).filter(({ closedAt }) => closedAt === null)
    if (teams.length === 0) return io.print('No teams yet. Add one: team add NAME')
    const rows = teams.map(({ id, name, agents, site }) => [id, name, String(agents), site ?? ''])
    printTable(io, [['ID', 'NAME', 'AGENTS', 'SITE'], ...rows])
  },
}

const assign: AdminCommand = {
  usage: 'team assign TEAM --feed FEED [--agent ID]... [--queue ID]...',
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, {
      feed: { type: 'string' },
      agent: { type: 'string', multiple: true, default: [] },
      queue: { type: 'string', multiple: true, default: [] },
    })
    const [name] = expectArguments(positionals, 'TEAM')
    const { feed: feedId, agent: agentIds, queue: queues } = values
    if (!feedId) throw new UsageError('--feed is missing.')
    if (agentIds.length + queues.length === 0) throw new UsageError('Say which: --agent ID or --queue ID.')
    const [teamId = ''] = await requireTeams(io, [name])
    const { moved } = await assignToTeam(organisationOf(io), doerOf(io), { teamId, feedId, agentIds, queues })
    io.print(`${moved} of ${agentIds.length} agents moved, ${queues.length} queues assigned.`)
  },
}

export const TEAM_COMMANDS = { add, list, rename, close, assign }
