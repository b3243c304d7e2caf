import type { Clock } from '#server/clock.ts'
import type { Entry } from '#server/domain/entry.ts'
import type { StoredEntry } from '#server/domain/event-log.ts'
import { RETRY_MS } from './fact-writer.ts'

/** Types a call can begin with; for any other of an unknown call the log is asked first. */
const BEGINNINGS = new Set<string>(['call.offered', 'feed.snapshot_item'])

/** What companions say finds its call by more than its id. */
const isCompanion = ({ source, origin }: Entry) => source === 'feed' && origin !== 'owner'

const mayBegin = ({ source, event }: Entry) =>
  source === 'feed' && (BEGINNINGS.has(event.type) || event.type.startsWith('agent.'))

type Parts = {
  clock: Clock
  has(callId: string): boolean
  read(callId: string): Promise<readonly StoredEntry[]>
  /** The call as the log has it, and what came for it meanwhile. */
  take(stored: readonly StoredEntry[], parked: readonly Entry[]): void
  onError(error: unknown): void
}

/** Brings calls back from the log when something arrives for them after they left memory. */
export class LateCalls {
  private readonly parked = new Map<string, Entry[]>()
  private readonly loads = new Set<Promise<void>>()
  private readonly parts: Parts
  private isClosed = false

  constructor(parts: Parts) {
    this.parts = parts
  }

  get isLoading(): boolean {
    return this.parked.size > 0
  }

  ids(): Iterable<string> {
    return this.parked.keys()
  }

  /** Keeps the entry until its call is back. False: the call is here, or begins with this entry. */
  park(entry: Entry): boolean {
    const { callId } = entry.event
    if (!callId || isCompanion(entry)) return false
    const parked = this.parked.get(callId)
    if (parked) parked.push(entry)
    if (parked || this.parts.has(callId) || mayBegin(entry)) return parked !== undefined
    this.parked.set(callId, [entry])
    const load = this.load(callId)
    this.loads.add(load)
    load.finally(() => this.loads.delete(load))
    return true
  }

  /** Resolves when every call asked for is back. */
  async settled(): Promise<void> {
    while (this.loads.size > 0) await Promise.all(this.loads)
  }

  close(): void {
    this.isClosed = true
  }

  private async load(callId: string): Promise<void> {
    const stored = await this.read(callId)
    const parked = this.parked.get(callId) ?? []
    this.parked.delete(callId)
    if (!this.isClosed) this.parts.take(stored, parked)
  }

  private async read(callId: string): Promise<readonly StoredEntry[]> {
    while (!this.isClosed)
      try {
        return await this.parts.read(callId)
      } catch (error) {
        this.parts.onError(error)
        await new Promise<void>((resolve) => void this.parts.clock.after(RETRY_MS, resolve))
      }
    return []
  }
}
