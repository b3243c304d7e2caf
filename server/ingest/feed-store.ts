import type { Sql } from '#db/client.ts'
import { type FeedToken, findFeedToken } from '#db/queries/find-feed-token.ts'
import { isTokenShaped } from '#db/token.ts'
import { addDeadLetters, type DeadLetter } from '#db/writes/add-dead-letters.ts'
import { greetFeed } from '#db/writes/greet-feed.ts'

export type { DeadLetter, FeedToken }

/** What ingest must know and keep besides the log. */
export type FeedStore = {
  /** Whose token this is; undefined when unknown or revoked. */
  find(token: string): Promise<FeedToken | undefined>
  /** A token's hello was accepted. */
  greet(token: FeedToken, demo: boolean | undefined): Promise<void>
  /** Keeps dead letters up to an hourly cap, counts the rest. */
  bury(feedId: string, letters: readonly DeadLetter[], hourlyCap: number): Promise<void>
}

export const createFeedStore = (sql: Sql): FeedStore => ({
  find: async (token) => (isTokenShaped(token) ? findFeedToken(sql, token) : undefined),
  greet: (token, demo) => greetFeed(sql, token.id, demo),
  bury: (feedId, letters, hourlyCap) => addDeadLetters(sql, feedId, letters, hourlyCap),
})
