import type { SealedNumber } from '#server/domain/event.ts'
import type { Sql } from '../client.ts'

/** The customer's number as the log has it of a call; undefined when no event of the call told one. */
export const findSealedNumber = async (sql: Sql, feedId: string, callId: string): Promise<SealedNumber | undefined> => {
  const [row] = await sql<{ customer: SealedNumber }[]>`
    select event #> '{data,customer}' as customer from feed_event
    where feed_id = ${feedId} and call_id = ${callId} and event #> '{data,customer}' is not null
    order by occurred_at desc, position desc limit 1`
  return row?.customer
}
