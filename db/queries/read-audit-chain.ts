import type { Sql } from '../client.ts'

/** A row as its hash covers it: every value as text, null where there is none. */
export type ChainedRow = {
  id: number
  /** Epoch ms. */
  at: string
  actorKind: string
  actorId: string
  action: string
  subject: string
  detail: string | null
  address: string | null
  previousHash: Uint8Array
  hash: Uint8Array
}
export type AuditHead = { lastId: number; lastHash: Uint8Array }

const BATCH = 2_000

/**
 * The whole audit in order of id, `BATCH` rows at a time, then the chain's end as the database remembers it: all of one
 * moment, whatever is added meanwhile.
 */
export const readAuditChain = async (sql: Sql, take: (rows: readonly ChainedRow[]) => void): Promise<AuditHead> =>
  sql.begin('isolation level repeatable read read only', async (tx) => {
    const rows = tx<ChainedRow[]>`
      select id, (extract(epoch from at) * 1000)::bigint::text as at, actor_kind as "actorKind", actor_id as "actorId",
             action, subject, detail::text as detail, address, previous_hash as "previousHash", hash
      from audit order by id, at, hash`.cursor(BATCH)
    for await (const batch of rows) take(batch)
    const [head] = await tx<AuditHead[]>`select last_id as "lastId", last_hash as "lastHash" from audit_head`
    return head ?? { lastId: 0, lastHash: new Uint8Array(32) }
  })
