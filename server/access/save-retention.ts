import type { Sql } from '#db/client.ts'
import { saveRetention as write } from '#db/writes/save-retention.ts'
import type { Retention } from '../domain/retention.ts'
import { type AuditEntry, appendAudit } from './audit.ts'

/** Sets the periods and notes who did, in one transaction. */
export const saveRetention = (sql: Sql, retention: Retention, note: AuditEntry): Promise<void> =>
  sql.begin(async (tx) => {
    await write(tx, retention)
    await appendAudit(tx, note)
  })
