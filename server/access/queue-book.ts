import type { Sql } from '#db/client.ts'
import type { Organisation } from '#db/queries/load-organisation.ts'
import { loadQueueStays } from '#db/queries/load-queue-stays.ts'
import { type AgentQueueNote, noteAgentQueues } from '#db/writes/note-agent-queues.ts'
import type { Clock } from '../clock.ts'
import { createSeenQueues } from './seen-queues.ts'

export type SeenOnQueues = { feedId: string; agentId: string; queues: readonly string[] }

const KEPT_MS = 48 * 3_600_000

const key = (feedId: string, id: string) => `${feedId}\n${id}`

/** Whose queues are: those assigned to teams, and those agents were seen on; the latter is written behind. */
export const createQueueBook = (parts: {
  sql: Sql
  clock: Clock
  /** Teams of an agent (a key with its feed) at a time. */
  agentTeams: (agent: string, at: number) => readonly string[]
}) => {
  const { sql, clock, agentTeams } = parts
  const seen = createSeenQueues(KEPT_MS)
  let assigned = new Map<string, Organisation['queueTeams']>()
  const unwritten = new Map<string, AgentQueueNote>()

  const teamsOn = (queue: string, at?: number): readonly string[] => {
    const moment = at ?? clock.now()
    const holding = (assigned.get(queue) ?? []).filter(({ from, to }) => from <= moment && (to === null || moment < to))
    const teams = new Set(holding.map(({ teamId }) => teamId))
    for (const agent of at === undefined ? seen.agentsNow(queue) : seen.agents(queue, at))
      for (const team of agentTeams(agent, moment)) teams.add(team)
    return [...teams].sort()
  }

  return {
    teams: (feedId: string, queueId: string, at?: number) => teamsOn(key(feedId, queueId), at),
    /** Reads what was seen before this start. */
    async restore() {
      const stays = await loadQueueStays(sql, clock.now() - KEPT_MS)
      seen.restore(
        stays.map(({ feedId, agentId, queueId, from, to }) => ({
          agent: key(feedId, agentId),
          queue: key(feedId, queueId),
          from,
          to,
        })),
      )
    },
    assign(queueTeams: Organisation['queueTeams']) {
      assigned = new Map()
      for (const one of queueTeams) {
        const queue = key(one.feedId, one.queueId)
        assigned.set(queue, [...(assigned.get(queue) ?? []), one])
      }
    },
    /** True when a queue changed hands, which agents logging in and out of one do not do by themselves. */
    see(agents: readonly SeenOnQueues[]): boolean {
      const before = new Map<string, string>()
      const at = clock.now()
      for (const { feedId, agentId, queues } of agents) {
        const [agent, now] = [key(feedId, agentId), queues.map((queueId) => key(feedId, queueId))]
        const { joined, left } = seen.changes(agent, now)
        const changed = [...joined, ...left]
        if (changed.length === 0) continue
        for (const queue of changed) {
          if (!before.has(queue)) before.set(queue, teamsOn(queue).join())
          const queueId = queue.slice(feedId.length + 1)
          unwritten.set(`${agent}\n${queue}`, { feedId, agentId, queueId, at, isOn: joined.includes(queue) })
        }
        seen.see(agent, now, at)
      }
      return [...before].some(([queue, teams]) => teamsOn(queue).join() !== teams)
    },
    hasUnwritten: () => unwritten.size > 0,
    /** Writes what was seen. What could not be written is kept for the next time. */
    async write() {
      const batch = [...unwritten]
      unwritten.clear()
      if (batch.length === 0) return
      try {
        await noteAgentQueues(
          sql,
          batch.map(([, note]) => note),
        )
      } catch (error) {
        for (const [id, note] of batch) if (!unwritten.has(id)) unwritten.set(id, note)
        throw error
      }
    },
  }
}
