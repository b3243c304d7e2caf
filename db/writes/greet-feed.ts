import type { Sql } from '../client.ts'

/** Notes that a token said hello; an owner also says whether its feed is a demo. */
export const greetFeed = async (sql: Sql, tokenId: number, demo: boolean | undefined): Promise<void> => {
  await sql`
    with token as (update feed_token set last_used_at = now() where id = ${tokenId} returning feed_id, origin)
    update feed set demo = ${demo ?? false} from token where feed.id = token.feed_id and token.origin = 'owner'`
}
