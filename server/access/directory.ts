import type { Sql } from '#db/client.ts'
import { listenFor } from '#db/listen-for.ts'
import { loadOrganisation, type MembershipSpan } from '#db/queries/load-organisation.ts'
import { ORGANISATION_CHANNEL } from '#db/writes/place-agents.ts'
import { type SeenAgent, upsertAgents } from '#db/writes/upsert-agents.ts'
import type { Clock } from '../clock.ts'
import type { Directory, Person } from '../protocol/floor-port.ts'
import { untilNextBoundary } from './next-boundary.ts'
import { createQueueBook } from './queue-book.ts'
import { runInTurn } from './run-in-turn.ts'

type Known = { agentNo: string; name?: string; spans: readonly MembershipSpan[] }

export type Seen = { feedId: string; agentId: string; agentNo: string; name?: string; queues: readonly string[] }

export type OrganisationDirectory = Directory & {
  /** Reads all of it again and tells the listeners. */
  refresh(): Promise<void>
  /** Takes note of agents on a floor and of their queues now; those new or renamed are written behind, unplaced. */
  see(agents: Iterable<Seen>): void
  /** Calls `listen` when teams, memberships or the teams of a queue changed. */
  onChange(listen: () => void): () => void
  /** Writes what was seen; resolves when it is written or could not be. */
  flush(): Promise<void>
  /** Writes what is still to be written. */
  close(): Promise<void>
}

const WRITE_BEHIND_MS = 250
const NO_TEAMS: readonly string[] = []

const key = (feedId: string, id: string) => `${feedId}\n${id}`

const teamsAt = (spans: readonly MembershipSpan[], at: number): readonly string[] => {
  const current = spans.filter((span) => span.from <= at && (span.to === null || at < span.to))
  return current.length === 0 ? NO_TEAMS : current.map((span) => span.teamId)
}

/** The organisation's tables in memory; another program's change arrives over a notification. */
export const createDirectory = async (parts: {
  sql: Sql
  clock: Clock
  onError: (error: unknown) => void
}): Promise<OrganisationDirectory> => {
  const { sql, clock, onError } = parts
  let agents = new Map<string, Known>()
  let teamNames = new Map<string, string>()
  const queues = createQueueBook({ sql, clock, agentTeams: (agent, at) => teamsAt(agents.get(agent)?.spans ?? [], at) })
  const listeners = new Set<() => void>()
  const unwritten = new Map<string, SeenAgent>()
  let cancelWrite: (() => void) | undefined
  let cancelBoundary: (() => void) | undefined
  let writing: Promise<void> = Promise.resolve()

  const tell = () => {
    for (const listen of listeners) listen()
  }

  /** What was dated ahead takes effect by itself when its time comes. */
  const watchBoundary = (spans: readonly MembershipSpan[]) => {
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

  const readAll = async () => {
    const organisation = await loadOrganisation(sql)
    teamNames = new Map(organisation.teams.map((team) => [team.id, team.name]))
    agents = new Map(
      organisation.agents.map(({ feedId, agentId, agentNo, name, spans }) => [
        key(feedId, agentId),
        { agentNo, name: name ?? undefined, spans },
      ]),
    )
    for (const [id, { agentNo, name }] of unwritten)
      agents.set(id, { agentNo, name: name ?? agents.get(id)?.name, spans: agents.get(id)?.spans ?? [] })
    queues.assign(organisation.queueTeams)
    watchBoundary([...organisation.agents.flatMap(({ spans }) => spans), ...organisation.queueTeams])
    tell()
  }
  const refresh = runInTurn(readAll)

  const write = async () => {
    cancelWrite?.()
    cancelWrite = undefined
    const batch = [...unwritten.values()]
    unwritten.clear()
    try {
      if (batch.length > 0) await upsertAgents(sql, batch)
      await queues.write()
    } catch (error) {
      for (const one of batch)
        if (!unwritten.has(key(one.feedId, one.agentId))) unwritten.set(key(one.feedId, one.agentId), one)
      onError(error)
    }
  }
  const flush = () => {
    writing = writing.then(write)
    return writing
  }
  const writeSoon = () => {
    cancelWrite ??= clock.after(WRITE_BEHIND_MS, async () => {
      await flush()
      if (unwritten.size > 0 || queues.hasUnwritten()) writeSoon()
    })
  }

  const seeName = ({ feedId, agentId, agentNo, name }: Seen) => {
    const id = key(feedId, agentId)
    const known = agents.get(id)
    if (known && known.agentNo === agentNo && (name === undefined || known.name === name)) return
    agents.set(id, { agentNo, name: name ?? known?.name, spans: known?.spans ?? [] })
    unwritten.set(id, { feedId, agentId, agentNo, name, firstSeenAt: clock.now() })
    writeSoon()
  }

  const listening = await listenFor(sql, ORGANISATION_CHANNEL, () => void refresh().catch(onError))
  await queues.restore()
  await refresh()

  return {
    find(feedId, agentId, at): Person | undefined {
      const known = agents.get(key(feedId, agentId))
      return known && { agentNo: known.agentNo, name: known.name, teamIds: teamsAt(known.spans, at) }
    },
    teamName: (teamId) => teamNames.get(teamId),
    queueTeams: queues.teams,
    refresh,
    see(seen) {
      const all = [...seen]
      for (const one of all) seeName(one)
      if (queues.see(all)) tell()
      if (queues.hasUnwritten()) writeSoon()
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
      cancelWrite?.()
    },
  }
}
