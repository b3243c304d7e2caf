import type { FeedOrigin } from '#server/domain/words.ts'
import type { Sql } from '../client.ts'
import { hashToken } from '../token.ts'

export type FeedToken = { id: number; feedId: string; feedName: string; origin: FeedOrigin; name: string }

/** Whose token this is; undefined when it is unknown or revoked. */
export const findFeedToken = async (sql: Sql, token: string): Promise<FeedToken | undefined> => {
  const [row] = await sql<FeedToken[]>`
    select t.id, t.feed_id as "feedId", f.name as "feedName", t.origin, t.name
    from feed_token t join feed f on f.id = t.feed_id
    where t.token_hash = ${hashToken(token)} and t.revoked_at is null`
  return row && { ...row }
}
