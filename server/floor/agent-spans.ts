import type { AgentNow } from '#server/domain/agent/agent.ts'
import type { AgentStateSpan } from '#server/protocol/floor-port.ts'

/** Turns the states agents are seen in into spans for the record. */
export class AgentSpans {
  private readonly open = new Map<string, AgentStateSpan>()
  private done: AgentStateSpan[] = []

  note(agentId: string, state: AgentNow): void {
    const last = this.open.get(agentId)
    if (state.since === undefined) return
    if (last && last.state === state.state && last.sub === state.sub && last.reason === state.reason) return
    if (last) this.done.push({ ...last, to: Math.max(last.from, state.since) })
    const span: AgentStateSpan = {
      agentId,
      state: state.state,
      sub: state.sub,
      reason: state.reason,
      from: last ? Math.max(last.from, state.since) : state.since,
      derived: state.derived,
    }
    this.open.set(agentId, span)
    this.done.push(span)
  }

  /** Spans that began or ended since the last call. */
  drain(): AgentStateSpan[] {
    const spans = this.done
    this.done = []
    return spans
  }
}
