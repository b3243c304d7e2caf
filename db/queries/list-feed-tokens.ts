import type { FeedOrigin } from '#server/domain/words.ts'
import type { Sql } from '../client.ts'

export type ListedToken = {
  feedId: string
  origin: FeedOrigin
  name: string
  /** Epoch ms. */
  createdAt: number
  lastUsedAt: number | null
}

/** Tokens that may speak on `/feed` today; the clear tokens are kept nowhere. */
export const listFeedTokens = async (sql: Sql): Promise<ListedToken[]> => sql<ListedToken[]>`
  select feed_id as "feedId", origin, name, (extract(epoch from created_at) * 1000)::float8 as "createdAt",
         (extract(epoch from last_used_at) * 1000)::float8 as "lastUsedAt"
  from feed_token where revoked_at is null order by feed_id, id`
