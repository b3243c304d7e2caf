import { type AgentRecord, applyAgent, emptyAgent, forgetAgent, type NamedPerson, readPerson } from '../agent/agent.ts'
import type { Entry } from '../entry.ts'

/** What a feed said of its agents, by id. Whoever changes is noted in `dirty`. */
export class AgentBook extends Map<string, AgentRecord> {
  /** People named since they were last taken away, in the order of the log. */
  people: NamedPerson[] = []
  private readonly dirty: Set<string>

  constructor(dirty: Set<string>) {
    super()
    this.dirty = dirty
  }

  take(entry: Entry, agentId: string): void {
    const isAgentFact =
      entry.event.type.startsWith('agent.') || (entry.event.type === 'feed.snapshot_item' && !entry.event.callId)
    if (entry.source !== 'feed' || !isAgentFact) return
    applyAgent(this.ensure(agentId), entry)
    const person = readPerson(entry)
    if (person) this.people.push(person)
    this.dirty.add(agentId)
  }

  ensure(agentId: string): AgentRecord {
    const known = this.get(agentId)
    if (known) return known
    const agent = emptyAgent(agentId)
    this.set(agentId, agent)
    this.dirty.add(agentId)
    return agent
  }

  /** A snapshot of all agents, true at `asOf`, named only these. */
  keepOnly(named: ReadonlySet<string>, asOf: number): void {
    for (const agent of this.values()) {
      if (named.has(agent.agentId)) continue
      forgetAgent(agent, asOf)
      this.dirty.add(agent.agentId)
    }
  }

  /** A handling that leaves memory ended then. */
  noteEnd(agentId: string, endedAt: number | undefined): void {
    const agent = this.ensure(agentId)
    if (endedAt !== undefined) agent.lastEnd = Math.max(agent.lastEnd ?? 0, endedAt)
  }
}
