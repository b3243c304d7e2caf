import type { FeedRow } from '#server/protocol/live.ts'
import { judgeHealth, type ShownHealth } from '../../_live/health.ts'

export type Freshness = {
  key: string
  feed: string
  origin: string
  name: string
  health: ShownHealth
  /** Server time it last spoke. */
  lastAt?: number
  connected: boolean
}

/** A companion that is away is worth a dot of its own; the owner's row is the feed itself. */
export const listFreshness = (rows: readonly FeedRow[], isConnected: boolean, now: number | undefined): Freshness[] =>
  rows.flatMap((row) => {
    const feed = row.feedId
    const owner: Freshness = {
      key: feed,
      feed,
      origin: 'owner',
      name: row.name,
      health: judgeHealth(row, isConnected, now),
      lastAt: row.lastAt,
      connected: row.sources.some((source) => source.origin === 'owner' && source.connected),
    }
    const companions = row.sources
      .filter((source) => source.origin !== 'owner')
      .map((source, index) => ({
        key: `${feed}\n${source.origin}\n${index}`,
        feed,
        origin: source.origin,
        name: source.name,
        health: judgeHealth(source, isConnected, now),
        lastAt: source.lastAt,
        connected: source.connected,
      }))
    return [owner, ...companions]
  })

const ORDER: ShownHealth[] = ['lost', 'stale', 'resyncing', 'never', 'live']

/** The health that stands for all of them. */
export const worstHealth = (list: readonly Freshness[]): ShownHealth =>
  ORDER.find((health) => list.some((item) => item.health === health)) ?? 'never'
