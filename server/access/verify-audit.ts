import { createHash } from 'node:crypto'
import type { Sql } from '#db/client.ts'
import { type ChainedRow, readAuditChain } from '#db/queries/read-audit-chain.ts'
import type { AuditFault, AuditVerdict } from '../domain/audit-verdict.ts'

const GENESIS = '00'.repeat(32)

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

const field = (value: string | null) => (value === null ? '-\n' : `${Buffer.byteLength(value)}:${value}\n`)

/** SHA-256 over the previous hash and every field of the row, each with its length before it. */
const hashOf = (row: ChainedRow): string =>
  createHash('sha256')
    .update(row.previousHash)
    .update(
      [String(row.id), row.at, row.actorKind, row.actorId, row.action, row.subject, row.detail, row.address]
        .map(field)
        .join(''),
    )
    .digest('hex')

/** What a row `audit.cut` says went before: the last row dropped and its hash. */
const readCut = ({ action, detail }: ChainedRow): string | undefined => {
  if (action !== 'audit.cut' || detail === null) return undefined
  const { lastId, lastHash } = JSON.parse(detail) as { lastId: number; lastHash: string }
  return `${lastId} ${lastHash}`
}

/**
 * Computes the chain anew, row by row, holding none: every hash, every id, the start (the first row of all, or what a cut
 * says went before), the end the database remembers, and that a row with the hash `expected` is still there.
 */
export const verifyAudit = async (sql: Sql, expected?: string): Promise<AuditVerdict> => {
  let rows = 0
  let first: { id: number; hash: string } | undefined
  let last: { id: number; hash: string } | undefined
  let fault: AuditFault | undefined
  let start: string | undefined
  let isStartWitnessed = true
  let expectedAt: number | undefined

  const check = (row: ChainedRow): AuditFault | undefined => {
    const hash = hex(row.hash)
    const previous = hex(row.previousHash)
    if (last === undefined) {
      if (row.id === 1 && previous !== GENESIS) return { kind: 'link', id: row.id }
      if (row.id > 1) {
        start = `${row.id - 1} ${previous}`
        isStartWitnessed = false
      }
    } else {
      if (row.id <= last.id) return { kind: 'repeated', id: row.id }
      if (row.id !== last.id + 1) return { kind: 'missing', id: last.id + 1 }
      if (previous !== last.hash) return { kind: 'link', id: row.id }
    }
    if (hashOf(row) !== hash) return { kind: 'changed', id: row.id }
    first ??= { id: row.id, hash }
    last = { id: row.id, hash }
    rows += 1
    if (start !== undefined && readCut(row) === start) isStartWitnessed = true
    if (expected === hash) expectedAt = row.id
    return undefined
  }

  const head = await readAuditChain(sql, (batch) => {
    for (const row of batch) {
      fault ??= check(row)
      if (fault) return
    }
  })
  if (!fault && !isStartWitnessed && first) fault = { kind: 'start', id: first.id }
  if (!fault && (last?.id ?? 0) < head.lastId) fault = { kind: 'tail', id: (last?.id ?? 0) + 1 }
  if (!fault && (last?.id ?? 0) > head.lastId) fault = { kind: 'head', id: head.lastId + 1 }
  if (!fault && last && hex(head.lastHash) !== last.hash) fault = { kind: 'head', id: last.id }
  if (!fault && expected !== undefined && expectedAt === undefined) fault = { kind: 'expected', id: last?.id ?? 0 }
  return { rows, first, last, ...(fault ? { fault } : {}) }
}
