import type { Sql } from '#db/client.ts'
import { type AuditListed, searchAudit } from '#db/queries/search-audit.ts'
import { readAuditFilter } from '../../domain/audit-filter.ts'
import type { Export } from './export.ts'

/** More rows than spreadsheets take. */
const MOST = 500_000
const BATCH = 5_000

const toRow = (row: AuditListed): string[] => [
  String(row.id),
  new Date(row.at).toISOString(),
  row.actorKind,
  row.actorId,
  row.actorName ?? '',
  row.action,
  row.subject,
  row.subjectName ?? '',
  row.detail === null ? '' : JSON.stringify(row.detail),
  row.address ?? '',
]

/** The rows of the audit a search found, newest first. */
export const auditExport = (sql: Sql): Export => ({
  name: 'audit',
  permission: 'audit.read',
  header: ['id', 'at', 'actorKind', 'actorId', 'actor', 'action', 'subject', 'subjectName', 'detail', 'address'],
  async rows(_viewer, query) {
    const filter = readAuditFilter(Object.fromEntries(query))
    const rows: string[][] = []
    let before: number | undefined
    while (rows.length < MOST) {
      const batch = await searchAudit(sql, filter, { before, limit: BATCH })
      rows.push(...batch.map(toRow))
      before = batch.at(-1)?.id
      if (batch.length < BATCH) break
    }
    return rows
  },
})
