import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { Database } from '#db/client.ts'
import type { AuditActor } from '../access/audit.ts'
import type { Access } from '../access/auth.ts'
import type { Clock } from '../clock.ts'

/** A mistake on the command line; the message says what to do instead. */
export class UsageError extends Error {}

/** What a command may touch. */
export type AdminIo = {
  clock: Clock
  access: Access
  database: Database
  /** What owns the tables. */
  ownerUrl: string
  /** A server works on this database right now, as far as one can tell. */
  isServed: boolean
  /** Tells whether two installations have the same secret, and nothing about it. */
  secretMark: string
  actor: AuditActor
  /** One line to standard output. */
  print(line: string): void
}

export type AdminCommand = {
  /** As typed after `npm run admin --`, and what it does. */
  usage: string
  run(argv: readonly string[], io: AdminIo): Promise<void>
}

/** `parseArgs`, strict, with positional arguments. Throws `UsageError`. */
export const parseOptions = <T extends NonNullable<ParseArgsConfig['options']>>(
  argv: readonly string[],
  options: T,
) => {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

/** The positional arguments, exactly as many as named. Throws `UsageError` that names the one missing. */
export const expectArguments = <N extends string[]>(
  given: readonly string[],
  ...names: N
): { [K in keyof N]: string } => {
  const missing = names[given.length]
  if (missing !== undefined) throw new UsageError(`${missing} is missing.`)
  if (given.length > names.length) throw new UsageError(`"${given[names.length]}" is one argument too many.`)
  return given as { [K in keyof N]: string }
}

/** Columns padded for people; wide characters count double. */
export const printTable = (io: Pick<AdminIo, 'print'>, rows: readonly (readonly string[])[]) => {
  const width = (text: string) => [...text].reduce((sum, char) => sum + (char.charCodeAt(0) > 0x2e7f ? 2 : 1), 0)
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => width(row[i] ?? '')))) ?? []
  for (const row of rows)
    io.print(
      row
        .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - width(cell)))
        .join('  ')
        .trimEnd(),
    )
}
