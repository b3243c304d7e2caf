import type { ISql } from 'postgres'
import type { Sql } from '#db/client.ts'
import type { Clock } from '../../clock.ts'
import { type AuditActor, type AuditEntry, appendAudit } from '../audit.ts'
import type { OrganisationDirectory } from '../directory.ts'

export type OrganisationParts = {
  sql: Sql
  clock: Clock
  /** Of this process; left out where there is none, which then hears of it from the database. */
  directory?: Pick<OrganisationDirectory, 'flush' | 'refresh'>
}

/** Who does it, and when (epoch ms). */
export type Doer = { at: number; actor: AuditActor }
export type Tx = ISql<{ bigint: number }>
type Note = Pick<AuditEntry, 'action' | 'subject' | 'detail'>

/** One change: its writes and its line in the audit in one transaction. The directory knows it when this resolves. */
export const organise = async <T>(
  { sql, directory }: OrganisationParts,
  { at, actor }: Doer,
  change: (tx: Tx) => Promise<{ result: T; note: Note | null }>,
): Promise<T> => {
  // An agent seen a moment ago may not be written yet.
  await directory?.flush()
  const result = await sql.begin(async (tx) => {
    const done = await change(tx)
    if (done.note) await appendAudit(tx, { at, actor, ...done.note })
    return done.result
  })
  await directory?.refresh()
  return result as T
}
