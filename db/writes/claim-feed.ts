import { CodedError } from '#server/errors.ts'
import type { Sql } from '../client.ts'

/**
 * Raises the feed's term and returns it with the log's end. Waits for an append that holds the feed's row, so what the
 * log shows afterwards is all that older terms ever wrote.
 */
export const claimFeed = async (
  sql: Sql,
  feedId: string,
  held?: number,
): Promise<{ term: number; position: number }> => {
  const [row] = await sql<{ term: number; position: number }[]>`
    update feed set term = term + 1
    where id = ${feedId} and (${held ?? null}::bigint is null or term = ${held ?? null})
    returning term, position`
  if (row) return row
  if (held !== undefined) throw new CodedError('fenced', `Another owner has taken over feed ${feedId}.`)
  throw new CodedError('not_found', `There is no feed ${feedId}: add it first.`)
}
