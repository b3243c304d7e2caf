import type { ISql } from 'postgres'

/** Revokes every token of one origin of a feed; live connections are cut at their next check. Returns how many there were. */
export const revokeFeedTokens = async (
  sql: ISql<{ bigint: number }>,
  feedId: string,
  origin: string,
): Promise<number> => {
  const { count } = await sql`
    update feed_token set revoked_at = now() where feed_id = ${feedId} and origin = ${origin} and revoked_at is null`
  return count
}
