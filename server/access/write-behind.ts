import type { Sql } from '#db/client.ts'
import { changeIdentities, namePeople } from '#db/writes/change-identities.ts'
import { type SeenAgent, upsertAgents } from '#db/writes/upsert-agents.ts'
import type { Clock } from '../clock.ts'
import type { NamedPerson } from '../domain/agent/agent.ts'
import { beginIdentity } from '../domain/people/identity.ts'

export type NamedAt = NamedPerson & { feedId: string; notedAt: number }

/** Who notes what a feed says by itself. */
export const noterOf = (feedId: string) => `feed:${feedId}`

const WRITE_BEHIND_MS = 250

/** What floors told and the database does not have yet. `me` names this server in what others are told. */
export const createWriteBehind = (parts: {
  sql: Sql
  clock: Clock
  me: string
  onError: (error: unknown) => void
  /** Whether others who write in the same go have something left. */
  hasMore: () => boolean
}) => {
  const { sql, clock, me, onError } = parts
  const agents = new Map<string, SeenAgent>()
  const people = new Set<NamedAt>()
  let cancel: (() => void) | undefined

  const writeAgents = async () => {
    const batch = [...agents]
    if (batch.length === 0) return
    await upsertAgents(
      sql,
      batch.map(([, agent]) => agent),
    )
    for (const [key, agent] of batch) if (agents.get(key) === agent) agents.delete(key)
  }

  const writePeople = async () => {
    const batch = [...people]
    if (batch.length === 0) return
    await sql.begin(async (tx) => {
      const change: Parameters<typeof changeIdentities>[2] = (known, agent) =>
        batch
          .filter(({ feedId, agentId }) => feedId === agent.feedId && agentId === agent.agentId)
          .reduce(
            (all, one) => beginIdentity(all, one.agentId, one, { at: one.notedAt, by: noterOf(one.feedId) }),
            known,
          )
      await changeIdentities(tx, batch, change, me)
      await namePeople(tx, batch)
    })
    for (const one of batch) people.delete(one)
  }

  return {
    agents: agents as ReadonlyMap<string, SeenAgent>,
    people: people as ReadonlySet<NamedAt>,
    /** What fails stays, to be tried again. */
    async write() {
      cancel?.()
      cancel = undefined
      try {
        await writeAgents()
        await writePeople()
      } catch (error) {
        onError(error)
      }
    },
    addAgent: (key: string, agent: SeenAgent) => void agents.set(key, agent),
    addPerson: (person: NamedAt) => void people.add(person),
    /** Has `write` run in a moment, and again until nothing is left. */
    soon(write: () => Promise<void>) {
      cancel ??= clock.after(WRITE_BEHIND_MS, async () => {
        cancel = undefined
        await write()
        if (agents.size + people.size > 0 || parts.hasMore()) this.soon(write)
      })
    },
    stop: () => cancel?.(),
  }
}
