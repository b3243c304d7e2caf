import type { ISql } from 'postgres'
import type { CustomerErasure } from '#server/domain/customer-erasure.ts'
import type { Sql } from '../client.ts'

/** Takes one customer out of the log and the record; `note` is the last thing of the same transaction. */
export const eraseCustomer = async (
  sql: Sql,
  ref: string,
  note: (tx: ISql<{ bigint: number }>, erasure: CustomerErasure) => Promise<void>,
): Promise<CustomerErasure> =>
  sql.begin(async (tx) => {
    const [row] = await tx<{ erasure: CustomerErasure }[]>`select erase_customer(${ref}) as erasure`
    if (!row) throw new Error('the database says nothing of the erasure')
    const { fresh, masks } = row.erasure
    const recorded = await tx<{ feedId: string; callId: string }[]>`
      update call set customer_ref = ${fresh}, caller = null, view = view - 'caller',
        dialled = case when dialled = any(${[...masks]}::text[]) then null else dialled end
      where customer_ref = ${ref} returning feed_id as "feedId", call_id as "callId"`
    await tx`update call_back set customer_ref = ${fresh} where customer_ref = ${ref}`
    for (const mask of masks)
      await tx`update segment s set device_id = replace(device_id, ${mask}, ${mask.replace(/[0-9]/g, '*')})
        from call c
        where c.customer_ref = ${fresh} and s.feed_id = c.feed_id and s.call_id = c.call_id
          and position(${mask} in s.device_id) > 0`
    // The record keeps calls whose events are gone.
    const named = new Set(row.erasure.calls.map(({ feedId, callId }) => `${feedId}\n${callId}`))
    const calls = [
      ...row.erasure.calls,
      ...recorded.filter(({ feedId, callId }) => !named.has(`${feedId}\n${callId}`)).map((call) => ({ ...call })),
    ]
    const erasure = { ...row.erasure, calls }
    await note(tx, erasure)
    return erasure
  })
