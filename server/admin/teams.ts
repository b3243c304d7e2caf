import { findTeams } from '#db/queries/find-teams.ts'
import { listTeams } from '#db/queries/list-teams.ts'
import { assignQueue } from '#db/writes/assign-queue.ts'
import { insertTeam } from '#db/writes/insert-team.ts'
import { placeAgents } from '#db/writes/place-agents.ts'
import { addAgents } from '#db/writes/upsert-agents.ts'
import { appendAudit } from '../access/audit.ts'
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

const add: AdminCommand = {
  usage: 'team add NAME [--id ID]',
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, { id: { type: 'string' } })
    const [name] = expectArguments(positionals, 'NAME')
    const id = values.id ?? io.clock.uuid()
    if (!TEAM_ID.test(id)) throw new UsageError('--id has 1 to 64 letters, digits, dots, dashes or underscores.')
    await io.database.sql.begin(async (tx) => {
      if (!(await insertTeam(tx, { id, name, createdAt: io.clock.now() })))
        throw new CodedError('conflict', `There is a team ${name} or ${id} already.`)
      const { actor } = io
      await appendAudit(tx, { at: io.clock.now(), actor, action: 'team.add', subject: `team:${id}`, detail: { name } })
    })
    io.print(`team  ${id}  ${name}`)
  },
}

const list: AdminCommand = {
  usage: 'team list',
  async run(argv, io) {
    expectArguments(parseOptions(argv, {}).positionals)
    const teams = await listTeams(io.database.sql)
    if (teams.length === 0) return io.print('No teams yet. Add one: team add NAME')
    printTable(io, [['ID', 'NAME', 'AGENTS'], ...teams.map((team) => [team.id, team.name, String(team.agents)])])
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
    const at = io.clock.now()
    const moved = await io.database.sql.begin(async (tx) => {
      await addAgents(tx, { feedId, agentIds, firstSeenAt: at })
      const count = await placeAgents(tx, { feedId, agentIds, teamId, from: at })
      for (const queueId of queues) await assignQueue(tx, { feedId, queueId, teamId })
      await appendAudit(tx, {
        at,
        actor: io.actor,
        action: 'team.assign',
        subject: `team:${teamId}`,
        detail: { feedId, agentIds, queues },
      })
      return count
    })
    io.print(`${moved} of ${agentIds.length} agents moved, ${queues.length} queues assigned.`)
  },
}

export const TEAM_COMMANDS = { add, list, assign }
