import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Program, type ProgramIo, runProgram } from '#server/adapters/program-io.ts'
import { systemClock } from '#server/clock.ts'
import type { CanonicalEvent } from '#server/domain/event.ts'

export type Ran = { code: number; out: string[]; said: string[] }

/** Starts a feed program inside the test; `stop` is what SIGTERM would be. */
export const startProgram = (program: Program, argv: readonly string[], env: ProgramIo['env'] = {}) => {
  const stop = new AbortController()
  const out: string[] = []
  const said: string[] = []
  const io: ProgramIo = {
    env,
    clock: systemClock,
    signal: stop.signal,
    print: async (line) => void out.push(line),
    say: (line) => said.push(line),
  }
  const ran: Promise<Ran> = runProgram(program, argv, io).then((code) => ({ code, out, said }))
  return { ran, said, stop: () => stop.abort() }
}

export const runToEnd = (program: Program, argv: readonly string[], env?: ProgramIo['env']): Promise<Ran> =>
  startProgram(program, argv, env).ran

export const parseLines = (lines: readonly string[]): CanonicalEvent[] => lines.map((line) => JSON.parse(line))

/** A folder of the test's own, removed by `clean`. */
export const makeFolder = () => {
  const path = mkdtempSync(join(tmpdir(), 'linewarden-'))
  return { path, file: (name: string) => join(path, name), clean: () => rmSync(path, { recursive: true }) }
}
