/**
 * Where a chain breaks, by the first row that does not fit. `changed`: its hash is not that of its fields. `link`: it does
 * not follow from the row before. `missing`: there is no such row. `repeated`: there are two. `start`: rows before it are
 * gone and no cut says so. `tail`: rows from it on are gone. `head`: the remembered end is another. `expected`: no row
 * has the hash asked for.
 */
export const AUDIT_FAULTS = ['changed', 'link', 'missing', 'repeated', 'start', 'tail', 'head', 'expected'] as const
export type AuditFault = { kind: (typeof AUDIT_FAULTS)[number]; id: number }

/** How far the chain holds; without a fault, all of it. Hashes in hexadecimal. */
export type AuditVerdict = {
  rows: number
  first?: { id: number; hash: string }
  last?: { id: number; hash: string }
  fault?: AuditFault
}
