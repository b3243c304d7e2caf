const NOBODY: ReadonlySet<string> = new Set()

/** Which agents were last seen on which queue. */
export const createSeenQueues = () => {
  const agentsOn = new Map<string, Set<string>>()
  const queuesOf = new Map<string, ReadonlySet<string>>()

  const leave = (queue: string, agent: string) => {
    const there = agentsOn.get(queue)
    there?.delete(agent)
    if (there?.size === 0) agentsOn.delete(queue)
  }
  const join = (queue: string, agent: string) => {
    const there = agentsOn.get(queue)
    if (there) there.add(agent)
    else agentsOn.set(queue, new Set([agent]))
  }

  return {
    agents: (queue: string) => agentsOn.get(queue) ?? NOBODY,
    /** The queues `agent` would come to or leave if it now were on exactly `queues`. */
    changes(agent: string, queues: readonly string[]): readonly string[] {
      const before = queuesOf.get(agent) ?? NOBODY
      const left = [...before].filter((queue) => !queues.includes(queue))
      return [...left, ...queues.filter((queue) => !before.has(queue))]
    },
    see(agent: string, queues: readonly string[]) {
      for (const queue of queuesOf.get(agent) ?? NOBODY) leave(queue, agent)
      for (const queue of queues) join(queue, agent)
      queuesOf.set(agent, new Set(queues))
    },
  }
}
