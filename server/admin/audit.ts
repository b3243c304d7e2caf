import { verifyAudit } from '../access/verify-audit.ts'
import type { AuditFault } from '../domain/audit-verdict.ts'
import { CodedError } from '../errors.ts'
import { type AdminCommand, expectArguments, parseOptions, UsageError } from './admin-io.ts'

const SENTENCE: Record<AuditFault['kind'], (id: number) => string> = {
  changed: (id) => `row ${id} was changed after it was written`,
  link: (id) => `row ${id} does not follow from the row before it`,
  missing: (id) => `row ${id} is missing`,
  repeated: (id) => `row ${id} is there twice`,
  start: (id) => `the rows before ${id} are missing and no audit.cut says why`,
  tail: (id) => `the rows from ${id} on are missing`,
  head: (id) => `the end the database remembers does not fit row ${id}`,
  expected: () => 'no row has the expected hash: rows were cut off or written anew',
}

const verify: AdminCommand = {
  usage: 'audit verify [--expect HASH]',
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, { expect: { type: 'string' } })
    expectArguments(positionals)
    const expected = values.expect?.toLowerCase()
    if (expected !== undefined && !/^[0-9a-f]{64}$/.test(expected))
      throw new UsageError('--expect is a hash of 64 hexadecimal digits, as an earlier verify printed it.')
    const { rows, first, last, fault } = await verifyAudit(io.database.sql, expected)
    io.print(`rows   ${rows} checked`)
    if (first) io.print(`first  ${first.id}  ${first.hash}`)
    if (last) io.print(`last   ${last.id}  ${last.hash}`)
    if (fault) throw new CodedError('conflict', `The audit is broken: ${SENTENCE[fault.kind](fault.id)}.`)
    io.print(
      'The chain is whole. Keep the last hash elsewhere: --expect HASH then shows whether later rows were cut off.',
    )
  },
}

export const AUDIT_COMMANDS = { verify }
