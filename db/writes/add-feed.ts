import type { ISql } from 'postgres'
import { type Clock, systemClock } from '#server/clock.ts'
import { idSchema } from '#server/domain/ids.ts'
import { FEED_ORIGINS, type FeedOrigin } from '#server/domain/words.ts'
import { CodedError } from '#server/errors.ts'
import type { Sql } from '../client.ts'
import { hashToken, makeToken } from '../token.ts'

export type NewFeed = {
  /** Shown to people; of the feed for an owner, of the companion otherwise. */
  name: string
  origin: FeedOrigin
  /** For an owner the new feed's id (default: the name, made fit); for a companion the feed it joins. */
  feedId?: string
}

const toId = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}._:-]+/gu, '-')
    .replace(/^-+|-+$/g, '')

/**
 * Makes a feed with its owner's token, one more owner's token for a feed that exists, or a companion's token. Returns the
 * clear token, which is kept nowhere. Runs as either role; `note` writes what else belongs into the same transaction.
 */
export const addFeed = async (
  sql: Sql,
  { name, origin, feedId }: NewFeed,
  clock: Clock = systemClock,
  note: (tx: ISql<{ bigint: number }>, feedId: string) => Promise<void> = async () => {},
): Promise<{ feedId: string; origin: FeedOrigin; token: string }> => {
  if (!FEED_ORIGINS.includes(origin))
    throw new CodedError('bad_request', `A feed's origin is one of ${FEED_ORIGINS.join(', ')}.`)
  const id = idSchema.safeParse(feedId ?? (origin === 'owner' ? toId(name) : ''))
  if (!id.success)
    throw new CodedError(
      'bad_request',
      'Say which feed: a companion needs the id of the feed it joins, and a feed needs a name.',
    )
  const token = makeToken(clock.bytes(32))
  await sql.begin(async (tx) => {
    if (origin === 'owner') await tx`insert into feed (id, name) values (${id.data}, ${name}) on conflict do nothing`
    const [feed] = await tx`select 1 from feed where id = ${id.data}`
    if (!feed) throw new CodedError('not_found', `There is no feed ${id.data}: add it first.`)
    await tx`insert into feed_token (token_hash, feed_id, origin, name) values (${hashToken(token)}, ${id.data}, ${origin}, ${name})`
    await note(tx, id.data)
  })
  return { feedId: id.data, origin, token }
}
