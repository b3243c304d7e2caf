import { identity } from '../call/fold.ts'
import type { Entry } from '../entry.ts'

/**
 * Companions' entries that joined a call without naming it as the log does. The log cannot find them by the call's id,
 * so the server writes down which they are (`call.joined`); until then a checkpoint carries them.
 */
export class JoinedWords {
  private readonly byCall = new Map<string, Map<string, Entry>>()
  /** Those of them that are not written down yet. */
  private readonly fresh = new Map<string, Map<string, Entry>>()

  add(callId: string, entry: Entry): void {
    for (const map of [this.byCall, this.fresh]) {
      const entries = map.get(callId)
      if (entries) entries.set(identity(entry), entry)
      else map.set(callId, new Map([[identity(entry), entry]]))
    }
  }

  get isEmpty(): boolean {
    return this.byCall.size === 0
  }

  of(callId: string): Entry[] {
    return [...(this.byCall.get(callId)?.values() ?? [])]
  }

  remove(callId: string, ids: ReadonlySet<string>): void {
    for (const map of [this.byCall, this.fresh]) {
      const entries = map.get(callId)
      for (const id of ids) entries?.delete(id)
      if (entries?.size === 0) map.delete(callId)
    }
  }

  forget(callId: string): void {
    this.byCall.delete(callId)
    this.fresh.delete(callId)
  }

  /** Written down: the log finds these by the call from now on. */
  settle(callId: string, positions: readonly number[]): void {
    const named = new Set(positions)
    const fresh = this.fresh.get(callId)
    for (const [id, entry] of fresh ?? []) if (named.has(entry.position)) fresh?.delete(id)
    if (fresh?.size === 0) this.fresh.delete(callId)
  }

  /** What is still to be written down, by call. */
  unnamed(): { callId: string; entries: Entry[] }[] {
    return [...this.fresh].map(([callId, entries]) => ({ callId, entries: [...entries.values()] }))
  }
}
