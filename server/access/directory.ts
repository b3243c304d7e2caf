import type { Sql } from '#db/client.ts'
import { listenFor } from '#db/listen-for.ts'
import { loadOrganisation } from '#db/queries/load-organisation.ts'
import { ORGANISATION_CHANNEL } from '#db/writes/place-agents.ts'
import type { Clock } from '../clock.ts'
import type { NamedPerson } from '../domain/agent/agent.ts'
import { beginIdentity, identityAt } from '../domain/people/identity.ts'
import { type KnownAgent, PEOPLE, resolvePerson } from '../domain/people/person.ts'
import type { Directory, Person } from '../protocol/floor-port.ts'
import { untilNextBoundary } from './next-boundary.ts'
import { createQueueBook } from './queue-book.ts'
import { createTurns, runInTurn } from './run-in-turn.ts'
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
  const queues = createQueueBook({ sql, clock, agentTeams: (agent, at) => find(agent, at)?.teamIds ?? [] })
  const listeners = new Set<() => void>()
  let cancelBoundary: (() => void) | undefined
  const behind = createWriteBehind({ sql, clock, me, onError, hasMore: queues.hasUnwritten })
  // A reading that began before a write was committed would end without it.
  const alone = createTurns()

  const tell = () => {
    for (const listen of listeners) listen()
  }

  /** What was dated ahead takes effect by itself when its time comes. */
  const watchBoundary = (spans: readonly { from: number; to: number | null }[]) => {
    cancelBoundary?.()
    const wait = untilNextBoundary(spans, clock.now())
    cancelBoundary =
      wait === undefined
        ? undefined
        : clock.after(wait, () => {
            watchBoundary(spans)
            tell()
          })
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
    queues.assign(organisation.queueTeams)
    watchBoundary([...organisation.agents.flatMap(({ spans }) => spans), ...organisation.queueTeams])
    tell()
  }
  const refresh = runInTurn(() => alone(readAll))
  const flush = () =>
    alone(async () => {
      await behind.write()
      await queues.write().catch(onError)
    })

  const find = (agent: string, at: number): Person | undefined =>
    resolvePerson(agents.get(agent), (agentNo) => agents.get(key(PEOPLE, agentNo)), at)

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
  await queues.restore()
  await refresh()

  return {
    find: (feedId, agentId, at) => find(key(feedId, agentId), at),
    identified: (feedId, agentId, at) => identityAt(agents.get(key(feedId, agentId))?.identities ?? [], at)?.agentNo,
    changesBetween: (after, until) => edges.some((at) => at > after && at <= until),
    teamName: (teamId) => teamNames.get(teamId),
    queueTeams: queues.teams,
    refresh,
    see(seen) {
      const all = [...seen]
      for (const one of all) seeName(one)
      if (queues.see(all)) tell()
      if (queues.hasUnwritten()) behind.soon(flush)
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
      cancelBoundary?.()
      await flush()
      behind.stop()
    },
  }
}
