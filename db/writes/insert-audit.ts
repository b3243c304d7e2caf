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

export const insertAudit = async (sql: ISql<{ bigint: number }>, row: AuditRow): Promise<void> => {
  await sql`insert into audit (at, actor_kind, actor_id, action, subject, detail, address)
    values (to_timestamp(${row.at}::float8 / 1000), ${row.actorKind}, ${row.actorId}, ${row.action}, ${row.subject},
            ${row.detail ? JSON.stringify(row.detail) : null}::text::jsonb, ${row.address ?? null})`
}
