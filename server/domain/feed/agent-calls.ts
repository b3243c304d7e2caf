import type { Call, Segment } from '../call/call.ts'
import type { CallFold } from '../call/fold.ts'

export type AgentSegment = { call: Call; segment: Segment; isOutbound: boolean }

const beginOf = ({ segment }: AgentSegment) => segment.answeredAt ?? segment.offeredAt ?? 0

/** Which calls in memory each agent has a part in. */
export class AgentCalls {
  private readonly idsOf = new Map<string, Set<string>>()
  private readonly calls: ReadonlyMap<string, CallFold>

  constructor(calls: ReadonlyMap<string, CallFold>) {
    this.calls = calls
  }

  note(call: Call, before: Call): void {
    for (const { agentId } of call.segments) {
      const ids = this.idsOf.get(agentId)
      if (ids) ids.add(call.callId)
      else this.idsOf.set(agentId, new Set([call.callId]))
    }
    if (before === call) return
    for (const { agentId } of before.segments)
      if (!call.segments.some((segment) => segment.agentId === agentId)) this.remove(agentId, call.callId)
  }

  forget(call: Call): void {
    for (const { agentId } of call.segments) this.remove(agentId, call.callId)
  }

  ids(agentId: string): Iterable<string> {
    return this.idsOf.get(agentId) ?? []
  }

  *of(agentId: string): Iterable<Call> {
    for (const callId of this.ids(agentId)) {
      const fold = this.calls.get(callId)
      if (fold) yield fold.call
    }
  }

  /** The agent's segments, in order of time. */
  segments(agentId: string): AgentSegment[] {
    const found: AgentSegment[] = []
    for (const call of this.of(agentId))
      for (const segment of call.segments)
        if (segment.agentId === agentId) found.push({ call, segment, isOutbound: call.direction === 'outbound' })
    return found.sort((a, b) => beginOf(a) - beginOf(b))
  }

  private remove(agentId: string, callId: string): void {
    const ids = this.idsOf.get(agentId)
    ids?.delete(callId)
    if (ids?.size === 0) this.idsOf.delete(agentId)
  }
}
