import { CodedError } from '#server/errors.ts'
import type { Sql } from '../client.ts'

type Claimed = { term: number; position: number }

/**
 * Raises the feed's term and returns it with the log's end. Waits for an append that holds the feed's row, so what the
 * log shows afterwards is all that older terms ever wrote.
 */
export const claimFeed = async (sql: Sql, feedId: string, owner: string): Promise<Claimed> => {
  const [row] = await sql<Claimed[]>`
    update feed set term = term + 1, owner = ${owner} where id = ${feedId} returning term, position`
  if (!row) throw new CodedError('not_found', `There is no feed ${feedId}: add it first.`)
  return { ...row }
}

/** The same for the feed's present owner, whose last answer may have been lost. */
export const renewFeed = async (sql: Sql, feedId: string, owner: string): Promise<Claimed> => {
  const [row] = await sql<Claimed[]>`
    update feed set term = term + 1 where id = ${feedId} and owner = ${owner} returning term, position`
  if (!row) throw new CodedError('fenced', `Another owner has taken over feed ${feedId}.`)
  return { ...row }
}
