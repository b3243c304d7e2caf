import type { Sql } from '../client.ts'

/** Id of the last row of the audit; 0 when there is none. */
export const loadAuditEnd = async (sql: Sql): Promise<number> => {
  const [row] = await sql<{ lastId: number }[]>`select last_id as "lastId" from audit_head`
  return row?.lastId ?? 0
}
