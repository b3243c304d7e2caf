import type { Sql } from '#db/client.ts'
import { findSealedNumber } from '#db/queries/find-sealed-number.ts'
import { listCustomerCalls } from '#db/queries/list-customer-calls.ts'
import { eraseCustomer } from '#db/writes/erase-customer.ts'
import { appendAudit } from './access/audit.ts'
import { createCustomerHandles } from './access/customer-handles.ts'
import type { Clock } from './clock.ts'
import type { FloorSet } from './floor-set.ts'
import type { Ingest } from './ingest/create-ingest.ts'
import type { Seal } from './ingest/seal.ts'
import type { CustomerFiles } from './protocol/customer-port.ts'

/** Customers' numbers for commands and exports: joins the seal, the log, the record and the floors. */
export const createCustomerFiles = (parts: {
  sql: Sql
  clock: Clock
  seal: Seal
  floors: FloorSet
  inTurn: Ingest['inTurn']
}): CustomerFiles => {
  const { sql, floors, inTurn } = parts
  let last: Promise<unknown> = Promise.resolve()

  return {
    seal: parts.seal,
    findSealed: async (feedId, callId) =>
      floors.get(feedId)?.call(callId)?.customer ?? (await findSealedNumber(sql, feedId, callId)),
    listCalls: (ref, limit) => listCustomerCalls(sql, ref, limit),
    handles: createCustomerHandles(parts.clock),
    erase(ref, note) {
      const work = () => eraseCustomer(sql, ref, (tx, erasure) => appendAudit(tx, note(erasure)))
      // One at a time: each holds the recorders still.
      const erased = last.catch(() => {}).then(() => floors.eraseCustomer(work, inTurn))
      last = erased
      return erased
    },
  }
}
