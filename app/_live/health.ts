import type { FeedRow } from '#server/protocol/live.ts'

/** Silence after which the page itself calls a feed or the connection stale, ms. */
export const SILENCE_MS = 5000

/** `lost`: this page hears nothing from the server. The rest is the feed's own health. */
export const SHOWN_HEALTH = ['live', 'stale', 'resyncing', 'never', 'lost'] as const
export type ShownHealth = (typeof SHOWN_HEALTH)[number]
type Source = { health: FeedRow['health']; lastAt?: number }

/** What the page says of a feed or one of its sources at server time `now`. */
export const judgeHealth = (source: Source, isConnected: boolean, now: number | undefined): ShownHealth => {
  if (!isConnected) return 'lost'
  if (source.health !== 'live' || now === undefined || source.lastAt === undefined) return source.health
  return now - source.lastAt > SILENCE_MS ? 'stale' : 'live'
}

/** How a feed's time passes on this page: it runs while the feed is live and stands still at the last known moment. */
export type FeedTime = { health: ShownHealth /** Server time at which time stands still. */; frozenAt?: number }

export const judgeFeedTime = (
  row: FeedRow | undefined,
  heardAt: number,
  isConnected: boolean,
  now: number | undefined,
): FeedTime => {
  const health = row ? judgeHealth(row, isConnected, now) : isConnected ? 'never' : 'lost'
  if (health === 'live') return { health }
  const known = health === 'lost' ? heardAt : (row?.lastAt ?? heardAt)
  return { health, frozenAt: Math.min(known, heardAt) }
}

export const isSameFeedTime = (a: FeedTime | undefined, b: FeedTime) =>
  a?.health === b.health && a.frozenAt === b.frozenAt
