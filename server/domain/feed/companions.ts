import type { Call } from '../call/call.ts'
import type { Entry } from '../entry.ts'

/** How long a companion's entry waits for its call, by the feed's clock. Milliseconds. */
export const COMPANION_WAIT_MS = 30_000
/** An utterance may be told a little before the answer or after the end of the segment it belongs to. */
const SLACK_MS = 5_000

const tailOf = (id: string) => id.slice(id.lastIndexOf('/') + 1)

/**
 * Joins what companions say to the owner's calls: by any native id they give, else by agent and time. What finds no
 * call waits for one and is then counted as unmatched.
 */
export class Companions {
  private readonly callOf = new Map<string, string>()
  private readonly waiting = new Map<string, Entry[]>()
  unmatched = 0

  /** Remembers every id the call is known by. */
  learn(call: Call): void {
    this.callOf.set(tailOf(call.callId), call.callId)
    for (const alias of call.aliases) this.callOf.set(alias, call.callId)
  }

  forget(call: Call): void {
    for (const id of [tailOf(call.callId), ...call.aliases]) if (this.callOf.get(id) === call.callId) this.callOf.delete(id)
  }

  /** The call an entry belongs to, among the agent's calls when it names no id of a call. */
  find(entry: Entry, callsOfAgent: (agentId: string) => Iterable<Call>): string | undefined {
    const { callId, segmentId, connectionId, agentId } = entry.event
    for (const id of [callId, segmentId, connectionId]) {
      const found = id && (this.callOf.get(id) ?? this.callOf.get(tailOf(id)))
      if (found) return found
    }
    if (!agentId || callId) return undefined
    let best: { callId: string; answeredAt: number } | undefined
    for (const call of callsOfAgent(agentId))
      for (const segment of call.segments) {
        if (segment.agentId !== agentId || segment.answeredAt === undefined) continue
        if (entry.at < segment.answeredAt - SLACK_MS) continue
        if (segment.endedAt !== undefined && entry.at > segment.endedAt + SLACK_MS) continue
        if (!best || segment.answeredAt > best.answeredAt) best = { callId: call.callId, answeredAt: segment.answeredAt }
      }
    return best?.callId
  }

  hold(entry: Entry): void {
    const key = this.keyOf(entry)
    const list = this.waiting.get(key)
    if (list) list.push(entry)
    else this.waiting.set(key, [entry])
  }

  /** Entries that may now find their call, since this call's ids or agents became known. */
  release(call: Call): Entry[] {
    if (this.waiting.size === 0) return []
    const keys = [tailOf(call.callId), ...call.aliases, ...call.segments.map((s) => `agent:${s.agentId}`)]
    return keys.flatMap((key) => {
      const entries = this.waiting.get(key) ?? []
      this.waiting.delete(key)
      return entries
    })
  }

  /** Gives up on what has waited too long by the feed's clock. */
  expire(watermark: number): void {
    for (const [key, entries] of this.waiting) {
      const rest = entries.filter((entry) => entry.at + COMPANION_WAIT_MS > watermark)
      this.unmatched += entries.length - rest.length
      if (rest.length > 0) this.waiting.set(key, rest)
      else this.waiting.delete(key)
    }
  }

  private keyOf({ event }: Entry): string {
    const id = event.callId ?? event.segmentId ?? event.connectionId
    return id ? tailOf(id) : `agent:${event.agentId ?? ''}`
  }
}
