import type { Sql } from '#db/client.ts'
import { listenFor } from '#db/listen-for.ts'
import { loadOrganisation } from '#db/queries/load-organisation.ts'
import { ORGANISATION_CHANNEL } from '#db/writes/place-agents.ts'
import type { Clock } from '../clock.ts'
import type { NamedPerson } from '../domain/agent/agent.ts'
import { beginIdentity, identityAt } from '../domain/people/identity.ts'
import { type KnownAgent, PEOPLE, resolvePerson } from '../domain/people/person.ts'
import type { Directory, Person } from '../protocol/floor-port.ts'
import { createTurns, runInTurn } from './run-in-turn.ts'
import { createSeenQueues } from './seen-queues.ts'
import { createWriteBehind, noterOf } from './write-behind.ts'

export type Seen = { feedId: string; agentId: string; agentNo: string; name?: string; queues: readonly string[] }

export type OrganisationDirectory = Directory & {
  /** Reads all of it again and tells the listeners. */
  refresh(): Promise<void>
  /** Takes note of agents on a floor and of their queues now; those new or renamed are written behind, unplaced. */
  see(agents: Iterable<Seen>): void
  /** Takes note of whom a feed named at its agents, oldest first; written behind like the rest. */
  identify(feedId: string, people: readonly NamedPerson[]): void
  /** 工号 of the person identified at an agent at a time. */
  identified(feedId: string, agentId: string, at: number): string | undefined
  /** Whether somebody's team, or who somebody is, changes in (after, until] by the passing of time alone. */
  changesBetween(after: number, until: number): boolean
  /** Calls `listen` when people, teams, memberships or the teams of a queue changed. */
  onChange(listen: () => void): () => void
  /** Writes what was seen; resolves when it is written or could not be. */
  flush(): Promise<void>
  /** Writes what is still to be written. */
  close(): Promise<void>
}

/** Floors look once a second; a clock of a feed may be behind the server's by some minutes. */
const EDGES_KEPT_MS = 60 * 60_000
const NOBODY: KnownAgent = { agentNo: '', spans: [], identities: [] }

const key = (feedId: string, id: string) => `${feedId}\n${id}`

/** Times from which on the answer about this agent is another. */
const edgesOf = ({ spans, identities }: KnownAgent): number[] =>
  [...spans, ...identities].flatMap(({ from, to }) => (to === null ? [from] : [from, to]))

/** The organisation's tables in memory; another program's change arrives over a notification. */
export const createDirectory = async (parts: {
  sql: Sql
  clock: Clock
  onError: (error: unknown) => void
}): Promise<OrganisationDirectory> => {
  const { sql, clock, onError } = parts
  const me = clock.uuid()
  let agents = new Map<string, KnownAgent>()
  let edges: readonly number[] = []
  let teamNames = new Map<string, string>()
  let assigned = new Map<string, string[]>()
  const seenQueues = createSeenQueues()
  const listeners = new Set<() => void>()
  const behind = createWriteBehind({ sql, clock, me, onError })
  // A reading that began before a write was committed would end without it.
  const alone = createTurns()

  const tell = () => {
    for (const listen of listeners) listen()
  }

  const update = (id: string, change: Partial<KnownAgent>) =>
    agents.set(id, { ...NOBODY, agentNo: id.slice(id.indexOf('\n') + 1), ...agents.get(id), ...change })

  const begin = (feedId: string, { agentId, name, ...said }: NamedPerson, notedAt: number): boolean => {
    const id = key(feedId, agentId)
    const known = agents.get(id)?.identities ?? []
    const identities = beginIdentity(known, agentId, said, { at: notedAt, by: noterOf(feedId) })
    const person = key(PEOPLE, said.agentNo)
    // An id told as its own 工号 names nobody.
    const isKnown = identities.some((one) => one.agentNo === said.agentNo)
    const isRenamed = isKnown && name !== undefined && agents.get(person)?.name !== name
    if (identities === known && !isRenamed) return false
    update(id, { identities })
    update(person, isRenamed ? { name } : {})
    return true
  }

  const readAll = async () => {
    const organisation = await loadOrganisation(sql)
    teamNames = new Map(organisation.teams.map((team) => [team.id, team.name]))
    agents = new Map(
      organisation.agents.map(({ feedId, agentId, name, ...known }) => [
        key(feedId, agentId),
        { ...known, name: name ?? undefined },
      ]),
    )
    for (const [id, { agentNo, name }] of behind.agents)
      update(id, name === undefined ? { agentNo } : { agentNo, name })
    for (const { feedId, notedAt, ...person } of behind.people) begin(feedId, person, notedAt)
    edges = [...agents.values()].flatMap(edgesOf).filter((at) => at > clock.now() - EDGES_KEPT_MS)
    assigned = new Map()
    for (const { feedId, queueId, teamId } of organisation.queueTeams)
      assigned.set(key(feedId, queueId), [...(assigned.get(key(feedId, queueId)) ?? []), teamId])
    tell()
  }
  const refresh = runInTurn(() => alone(readAll))
  const flush = () => alone(behind.write)

  const find = (agent: string, at: number): Person | undefined =>
    resolvePerson(agents.get(agent), (agentNo) => agents.get(key(PEOPLE, agentNo)), at)

  const teamsOn = (queue: string): readonly string[] => {
    const teams = new Set(assigned.get(queue))
    for (const agent of seenQueues.agents(queue))
      for (const team of find(agent, clock.now())?.teamIds ?? []) teams.add(team)
    return [...teams].sort()
  }

  /** Tells the listeners only when a queue changed hands, not whenever an agent logs in or out of one. */
  const seeQueues = (seen: readonly Seen[]) => {
    const before = new Map<string, string>()
    for (const { feedId, agentId, queues } of seen) {
      const [agent, now] = [key(feedId, agentId), queues.map((queueId) => key(feedId, queueId))]
      const changed = seenQueues.changes(agent, now)
      if (changed.length === 0) continue
      for (const queue of changed) if (!before.has(queue)) before.set(queue, teamsOn(queue).join())
      seenQueues.see(agent, now)
    }
    if ([...before].some(([queue, teams]) => teamsOn(queue).join() !== teams)) tell()
  }

  const seeName = ({ feedId, agentId, agentNo, name }: Seen) => {
    const id = key(feedId, agentId)
    const known = agents.get(id)
    if (known && known.agentNo === agentNo && (name === undefined || known.name === name)) return
    update(id, name === undefined ? { agentNo } : { agentNo, name })
    behind.addAgent(id, { feedId, agentId, agentNo, name, firstSeenAt: clock.now() })
    behind.soon(flush)
  }

  const listening = await listenFor(sql, ORGANISATION_CHANNEL, (said) => {
    if (said !== me) void refresh().catch(onError)
  })
  await refresh()

  return {
    find: (feedId, agentId, at) => find(key(feedId, agentId), at),
    identified: (feedId, agentId, at) => identityAt(agents.get(key(feedId, agentId))?.identities ?? [], at)?.agentNo,
    changesBetween: (after, until) => edges.some((at) => at > after && at <= until),
    teamName: (teamId) => teamNames.get(teamId),
    queueTeams: (feedId, queueId) => teamsOn(key(feedId, queueId)),
    refresh,
    see(seen) {
      const all = [...seen]
      for (const one of all) seeName(one)
      seeQueues(all)
    },
    identify(feedId, people) {
      const notedAt = clock.now()
      const fresh = people.filter((person) => begin(feedId, person, notedAt))
      if (fresh.length === 0) return
      for (const person of fresh) behind.addPerson({ ...person, feedId, notedAt })
      behind.soon(flush)
      tell()
    },
    onChange(listen) {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
    flush,
    async close() {
      await listening.unlisten()
      await flush()
      behind.stop()
    },
  }
}
