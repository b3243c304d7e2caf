import type { Call, Segment } from '../call/call.ts'
import { identity } from '../call/fold.ts'
import type { Entry } from '../entry.ts'

/** How long a companion's entry waits for its call, by the feed's clock. Milliseconds. */
export const COMPANION_WAIT_MS = 30_000
/** An utterance may be told a little before the answer or after the end of the segment it belongs to. */
const SLACK_MS = 5_000
/** While telephony is silent nothing expires: more than this is not kept waiting. */
const MAX_WAITING = 20_000

type Waiting = { entry: Entry; keys: string[] }
type Match = { callId: string; isWithin: boolean; answeredAt: number }

const tailOf = (id: string) => id.slice(id.lastIndexOf('/') + 1)

/** Nearest first: inside the segment before near it, then the one answered last. */
const compareMatches = (a: Match, b: Match): number =>
  Number(b.isWithin) - Number(a.isWithin) || b.answeredAt - a.answeredAt || (a.callId < b.callId ? -1 : 1)

const matchSegment = (callId: string, segment: Segment, at: number): Match[] => {
  const { answeredAt, endedAt = Number.POSITIVE_INFINITY } = segment
  if (answeredAt === undefined || at < answeredAt - SLACK_MS || at > endedAt + SLACK_MS) return []
  return [{ callId, isWithin: answeredAt <= at && at <= endedAt, answeredAt }]
}

/**
 * Joins what companions say to the owner's calls: by any native id they give, else by agent and time. What finds no
 * call waits for one and is then counted as unmatched.
 */
export class Companions {
  /** A call by its own id, and calls with their start by the other ids they go by. */
  private readonly own = new Map<string, string>()
  private readonly claims = new Map<string, Map<string, number>>()
  private readonly waiting = new Map<string, Waiting>()
  private readonly waitingOn = new Map<string, Set<string>>()
  /** Since this process began. */
  unmatched = 0

  /** Remembers every id the call is known by. */
  learn(call: Call): void {
    for (const id of [call.callId, tailOf(call.callId)]) this.own.set(id, call.callId)
    for (const alias of call.aliases) {
      const claims = this.claims.get(alias)
      if (claims) claims.set(call.callId, call.startedAt)
      else this.claims.set(alias, new Map([[call.callId, call.startedAt]]))
    }
  }

  forget(call: Call): void {
    for (const id of [call.callId, tailOf(call.callId)]) if (this.own.get(id) === call.callId) this.own.delete(id)
    for (const alias of call.aliases) {
      const claims = this.claims.get(alias)
      claims?.delete(call.callId)
      if (claims?.size === 0) this.claims.delete(alias)
    }
  }

  /** The call an entry belongs to, among the agent's calls when it names no id of a call. */
  find(entry: Entry, callsOfAgent: (agentId: string) => Iterable<Call>): string | undefined {
    const { callId, segmentId, connectionId, agentId } = entry.event
    for (const id of [callId, segmentId, connectionId]) {
      const found = id && (this.findById(id, entry.at) ?? this.findById(tailOf(id), entry.at))
      if (found) return found
    }
    if (!agentId || callId) return undefined
    const matches = [...callsOfAgent(agentId)].flatMap((call) =>
      call.segments.filter((s) => s.agentId === agentId).flatMap((s) => matchSegment(call.callId, s, entry.at)),
    )
    return matches.sort(compareMatches)[0]?.callId
  }

  hold(entry: Entry): void {
    const id = identity(entry)
    const keys = this.keysOf(entry)
    this.waiting.set(id, { entry, keys })
    for (const key of keys) {
      const ids = this.waitingOn.get(key)
      if (ids) ids.add(id)
      else this.waitingOn.set(key, new Set([id]))
    }
    const [oldest] = this.waiting.keys()
    if (this.waiting.size > MAX_WAITING && oldest !== undefined) this.giveUp(oldest)
  }

  /** Entries that may now find their call, since this call's ids or agents became known. */
  release(call: Call): Entry[] {
    if (this.waiting.size === 0) return []
    const ids = [call.callId, ...call.aliases]
    const keys = [...ids, ...ids.map(tailOf), ...call.segments.map((s) => `agent:${s.agentId}`)]
    const found = new Set(keys.flatMap((key) => [...(this.waitingOn.get(key) ?? [])]))
    return [...found].flatMap((id) => this.drop(id) ?? [])
  }

  /** Gives up on what has waited too long by the feed's clock. */
  expire(watermark: number): void {
    for (const [id, { entry }] of this.waiting) if (entry.at + COMPANION_WAIT_MS <= watermark) this.giveUp(id)
  }

  /** What still waits, in the order it came. */
  listWaiting(): Entry[] {
    return [...this.waiting.values()].map(({ entry }) => entry)
  }

  private findById(id: string, at: number): string | undefined {
    const own = this.own.get(id)
    if (own) return own
    const claims = [...(this.claims.get(id) ?? [])]
    const begun = claims.filter(([, startedAt]) => startedAt <= at + SLACK_MS)
    return (begun.length > 0 ? begun : claims).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0]
  }

  private giveUp(id: string): void {
    if (this.drop(id)) this.unmatched += 1
  }

  private drop(id: string): Entry | undefined {
    const held = this.waiting.get(id)
    if (!held) return undefined
    this.waiting.delete(id)
    for (const key of held.keys) {
      const ids = this.waitingOn.get(key)
      ids?.delete(id)
      if (ids?.size === 0) this.waitingOn.delete(key)
    }
    return held.entry
  }

  /** Every id it gives, as it is and without what comes before a slash; its agent where it names no call. */
  private keysOf({ event }: Entry): string[] {
    const ids = [event.callId, event.segmentId, event.connectionId].filter((id) => id !== undefined)
    const keys = new Set([...ids, ...ids.map(tailOf)])
    if (event.agentId && !event.callId) keys.add(`agent:${event.agentId}`)
    return [...keys]
  }
}

/** What companions are joined by: who handled the call when, and the ids it goes by. */
export const reachOf = (call: Call): string =>
  `${call.aliases.length} ${call.segments.map((s) => `${s.agentId}:${s.answeredAt}:${s.endedAt}`).join(' ')}`
