import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { Clock } from '#server/clock.ts'
import { CodedError, outward } from '#server/errors.ts'

/** All an adapter program may touch of the process that runs it. */
export type ProgramIo = {
  env: Readonly<Record<string, string | undefined>>
  clock: Clock
  /** Aborted by SIGINT, SIGTERM or a reader that went away: finish cleanly and soon. */
  signal: AbortSignal
  /** Writes one line to stdout. Await it: a slow reader holds the program back. */
  print(line: string): Promise<void>
  /** One line for people, on stderr. */
  say(line: string): void
}

/** What a program returns to the shell. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const

export type Program = (argv: readonly string[], io: ProgramIo) => Promise<number>

/** A mistake on the command line: the message says what to do instead. */
export class UsageError extends Error {}

/** `parseArgs`, strict, whose refusals end in a pointer to the help of `command`. Throws `UsageError`. */
export const parseOptions = <T extends NonNullable<ParseArgsConfig['options']>>(
  command: string,
  argv: readonly string[],
  options: T,
) => {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true })
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('. To specify')[0]
    throw new UsageError(`${reason}. See: npm run feed -- ${command} --help`)
  }
}

/** A number given as text, at least `min`; undefined stays undefined. Throws `UsageError`. */
export const readNumber = (name: string, text: string | undefined, min: number, max = Number.MAX_SAFE_INTEGER) => {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value < min || value > max)
    throw new UsageError(`--${name} must be a number from ${min} to ${max}, not "${text}"`)
  return value
}

/** Runs a program and turns what it throws into one line and an exit code. */
export const runProgram = async (program: Program, argv: readonly string[], io: ProgramIo): Promise<number> => {
  try {
    return await program(argv, io)
  } catch (error) {
    if (io.signal.aborted) return EXIT.ok
    if (error instanceof UsageError) {
      io.say(error.message)
      return EXIT.usage
    }
    const known = error instanceof CodedError
    io.say(known ? outward(error).message : error instanceof Error ? (error.stack ?? error.message) : String(error))
    return EXIT.failed
  }
}
