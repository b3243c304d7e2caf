import type { ISql } from 'postgres'

export type AuditRow = {
  /** Epoch ms. */
  at: number
  actorKind: string
  actorId: string
  action: string
  subject: string
  detail?: Record<string, unknown>
  address?: string
}

/** Adds a row to the end of the audit's chain, which stays locked until the transaction ends: call it last in one. */
export const insertAudit = async (sql: ISql<{ bigint: number }>, row: AuditRow): Promise<void> => {
  await sql`select append_audit(
    to_timestamp(${row.at}::float8 / 1000), ${row.actorKind}, ${row.actorId}, ${row.action}, ${row.subject},
    ${row.detail ? JSON.stringify(row.detail) : null}::text::jsonb, ${row.address ?? null})`
}
