import { FEED_ORIGINS, type FeedOrigin } from '#server/domain/words.ts'
import type { FeedRow } from '#server/protocol/live.ts'

/** What outlives the process of a source: times by the server's clock, epoch ms; offset as in `offset`. */
export type RememberedSource = { origin: FeedOrigin; name: string; lastAt?: number; offsetMs: number }

type Source = { name: string; connected: boolean; lastAt?: number; offsets: number[] }

/** How many heartbeats the clock offset is taken from: the least delayed of them is nearest the truth. */
const OFFSET_WINDOW = 30
/** A producer whose clock moves this far against ours between two heartbeats has had it set. */
const STEP_MS = 5 * 60_000

/** Who speaks for a feed, when each was last heard (server clock) and how far the producer's clock is off. */
export class Sources {
  private readonly byOrigin = new Map<FeedOrigin, Source>()
  private readonly staleMs: number

  constructor(staleMs: number) {
    this.staleMs = staleMs
  }

  connected(origin: FeedOrigin, name: string, now: number): void {
    const known = this.byOrigin.get(origin)
    this.byOrigin.set(origin, { name, connected: true, lastAt: now, offsets: known?.offsets ?? [] })
  }

  disconnected(origin: FeedOrigin): void {
    const source = this.byOrigin.get(origin)
    if (source) source.connected = false
  }

  /** Something arrived from a live connection. */
  heard(origin: FeedOrigin, now: number): void {
    const source = this.byOrigin.get(origin)
    if (source) source.lastAt = now
  }

  /** Known from the log only: last heard before this process began. */
  remember(origin: FeedOrigin, name: string, lastAt: number): void {
    const known = this.byOrigin.get(origin)
    if (!known) this.byOrigin.set(origin, { name, connected: false, lastAt, offsets: [] })
    else if (!known.connected) known.lastAt = Math.max(known.lastAt ?? 0, lastAt)
  }

  list(): RememberedSource[] {
    return [...this.byOrigin].map(([origin, { name, lastAt }]) => ({
      origin,
      name,
      lastAt,
      offsetMs: this.offset(origin),
    }))
  }

  /** Heard by the process before this one. */
  restore(sources: readonly RememberedSource[]): void {
    for (const { origin, name, lastAt, offsetMs } of sources)
      this.byOrigin.set(origin, { name, connected: false, lastAt, offsets: [offsetMs] })
  }

  /** Takes a heartbeat. True: the producer's clock was set since the one before, and its offset is learnt anew. */
  beat(origin: FeedOrigin, at: number, now: number): boolean {
    const source = this.byOrigin.get(origin)
    if (!source) return false
    source.lastAt = now
    const isStep = source.offsets.length > 0 && Math.abs(at - now - this.offset(origin)) > STEP_MS
    if (isStep) source.offsets.length = 0
    source.offsets.push(at - now)
    if (source.offsets.length > OFFSET_WINDOW) source.offsets.shift()
    return isStep
  }

  /** Producer clock minus server clock, milliseconds. */
  offset(origin: FeedOrigin): number {
    const offsets = this.byOrigin.get(origin)?.offsets ?? []
    return offsets.length > 0 ? Math.max(...offsets) : 0
  }

  isStale(origin: FeedOrigin, now: number): boolean {
    const lastAt = this.byOrigin.get(origin)?.lastAt
    return lastAt === undefined || now - lastAt > this.staleMs
  }

  health(origin: FeedOrigin, now: number, isResyncing: boolean): FeedRow['health'] {
    if (!this.byOrigin.has(origin)) return 'never'
    if (this.isStale(origin, now)) return 'stale'
    return isResyncing && origin === 'owner' ? 'resyncing' : 'live'
  }

  rows(now: number, isResyncing: boolean): FeedRow['sources'] {
    return FEED_ORIGINS.flatMap((origin) => {
      const source = this.byOrigin.get(origin)
      if (!source) return []
      const health = this.health(origin, now, isResyncing)
      return [{ origin, name: source.name, health, lastAt: source.lastAt, connected: source.connected }]
    })
  }

  lastAt(origin: FeedOrigin): number | undefined {
    return this.byOrigin.get(origin)?.lastAt
  }
}
