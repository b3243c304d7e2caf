/** A stay of an agent on a queue, [from, to) in epoch ms; `to` null while it lasts. Both ids are keys with the feed. */
export type QueueStay = { agent: string; queue: string; from: number; to: number | null }

const NOTHING: ReadonlySet<string> = new Set()

/** Which agents were on which queue when, as far back as `keptMs`. */
export const createSeenQueues = (keptMs: number) => {
  const stays = new Map<string, QueueStay[]>()
  const queuesOf = new Map<string, ReadonlySet<string>>()

  const keep = (queue: string, kept: QueueStay[]) => {
    if (kept.length === 0) stays.delete(queue)
    else stays.set(queue, kept)
  }
  const leave = (queue: string, agent: string, at: number) => {
    const there = stays.get(queue) ?? []
    for (const stay of there) if (stay.agent === agent && stay.to === null) stay.to = Math.max(at, stay.from)
    keep(
      queue,
      there.filter((stay) => stay.to === null || stay.to > at - keptMs),
    )
  }
  const join = (stay: QueueStay) => keep(stay.queue, [...(stays.get(stay.queue) ?? []), stay])

  return {
    /** Agents on a queue at a time. */
    agents: (queue: string, at: number): string[] =>
      (stays.get(queue) ?? [])
        .filter((stay) => stay.from <= at && (stay.to === null || at < stay.to))
        .map(({ agent }) => agent),
    /** Agents on a queue as last seen. */
    agentsNow: (queue: string): string[] =>
      (stays.get(queue) ?? []).filter((stay) => stay.to === null).map(({ agent }) => agent),
    /** The queues `agent` would come to or leave if it now were on exactly `queues`. */
    changes(agent: string, queues: readonly string[]): { joined: string[]; left: string[] } {
      const before = queuesOf.get(agent) ?? NOTHING
      return {
        joined: [...new Set(queues)].filter((queue) => !before.has(queue)),
        left: [...before].filter((queue) => !queues.includes(queue)),
      }
    },
    see(agent: string, queues: readonly string[], at: number) {
      const { joined, left } = this.changes(agent, queues)
      for (const queue of left) leave(queue, agent, at)
      for (const queue of joined) join({ agent, queue, from: at, to: null })
      queuesOf.set(agent, new Set(queues))
    },
    /** Takes over what was seen before a restart. */
    restore(before: readonly QueueStay[]) {
      for (const stay of before) {
        join({ ...stay })
        if (stay.to === null) queuesOf.set(stay.agent, new Set([...(queuesOf.get(stay.agent) ?? []), stay.queue]))
      }
    },
  }
}
