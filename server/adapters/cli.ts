import { systemClock } from '#server/clock.ts'
import { EXIT, type Program, type ProgramIo, runProgram, UsageError } from './program-io.ts'

const HELP = `Programs that are feeds: each speaks to /feed like any telephony adapter would.

  npm run feed -- simulate [options]      a made-up service floor, for demonstration and load
  npm run feed -- replay FILE [options]   canonical events recorded as JSON lines
  npm run feed -- asterisk [options]      a live Asterisk PBX over AMI, or a recording of one

--print instead of sending writes the events as JSON lines; each program has --help.`

const PROGRAMS: Record<string, () => Promise<Program>> = {
  simulate: async () => (await import('./simulate/command.ts')).runSimulate,
  replay: async () => (await import('./replay/command.ts')).runReplay,
  asterisk: async () => (await import('./asterisk/command.ts')).runAsterisk,
}

/** Runs `simulate`, `replay` or `asterisk` with the rest of `argv`; returns the exit code. */
export const runFeed: Program = async ([name, ...rest], io) => {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    await io.print(HELP)
    return EXIT.ok
  }
  const load = PROGRAMS[name]
  if (!load) throw new UsageError(`There is no feed program "${name}".\n\n${HELP}`)
  return (await load())(rest, io)
}

const createProcessIo = (): ProgramIo => {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, () => (stop.signal.aborted ? process.exit(130) : stop.abort()))
  process.stdout.on('error', () => stop.abort())
  let goOn = () => {}
  stop.signal.addEventListener('abort', () => goOn())
  return {
    env: process.env,
    clock: systemClock,
    signal: stop.signal,
    print: (line) =>
      new Promise((resolve) => {
        if (stop.signal.aborted || process.stdout.write(`${line}\n`)) return resolve()
        goOn = resolve
        process.stdout.once('drain', resolve)
      }),
    say: (line) => void process.stderr.write(`${line}\n`),
  }
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  const stayAlive = setInterval(() => {}, 60_000)
  process.exitCode = await runProgram(runFeed, process.argv.slice(2), createProcessIo())
  clearInterval(stayAlive)
}
