import { FEED_HELP, FEED_OPTIONS } from '../feed-target.ts'
import { parseOptions, readNumber, UsageError } from '../program-io.ts'

export const SIMULATE_HELP = `A service floor that is made up but behaves like a real one: agents in teams, calls in queues, holds, transfers,
spoken lines, and now and then a mistake. It sends what a switch, a script tool and a recogniser would send; it never
says itself that a step was skipped or that a complaint escalates.

  npm run feed -- simulate [options]

  --agents N     agents on the floor (default 52)
  --team-size N  agents of one team at most (default 13)
  --rate N       calls customers make per minute (default: so many that three of four agents are busy)
  --events-per-second N
                 aim at this many events: sets how often people speak, and for very few also the rate
  --speech-gap S seconds from one spoken line to the next (default 5; 0: no spoken lines)
  --partials     send spoken lines while they are being said, too
  --unscripted Q a queue whose agents have no script tool: its steps are only heard; may be given again
  --seed WORD    equal seeds make equal floors (default 1)
  --start TIME   time of the first moment, such as 2026-11-22T08:00:00Z (default: now)
  --speed N      seconds of the floor's time that pass in one second (default 1)
  --seconds N    stop after N seconds of the floor's time (default: never; 300 with --print)
  --planted FILE write the mistakes made on purpose as JSON lines, for judging what was found
  --print        write the events as JSON lines instead of sending them
  --feed NAME    name of the feed (default demo)
  --demo         tell the server that this is a demonstration; every page will say so
${FEED_HELP}
  --asr-token T  send the spoken lines as a recogniser of its own with this companion token`

const OPTIONS = {
  ...FEED_OPTIONS,
  agents: { type: 'string' },
  'team-size': { type: 'string' },
  rate: { type: 'string' },
  'events-per-second': { type: 'string' },
  'speech-gap': { type: 'string' },
  partials: { type: 'boolean' },
  unscripted: { type: 'string', multiple: true },
  seed: { type: 'string' },
  start: { type: 'string' },
  speed: { type: 'string' },
  seconds: { type: 'string' },
  planted: { type: 'string' },
  print: { type: 'boolean' },
  feed: { type: 'string' },
  demo: { type: 'boolean' },
  'asr-token': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

const readSeed = (text = '1'): string => {
  if (!/^[\w.-]{1,40}$/.test(text)) throw new UsageError(`--seed must be up to 40 letters and digits, not "${text}"`)
  return text
}

const readStart = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const at = Date.parse(text)
  if (!/^\d{4}-\d\d-\d\dT.*Z$/.test(text) || Number.isNaN(at))
    throw new UsageError(`--start must be a UTC time such as 2026-11-22T08:00:00Z, not "${text}"`)
  return at
}

/** Reads the command line. Throws `UsageError`, whose message says what to do. */
export const readSimulateOptions = (argv: readonly string[]) => {
  const { values, positionals } = parseOptions('simulate', argv, OPTIONS)
  if (positionals.length > 0)
    throw new UsageError(`simulate takes no "${positionals[0]}". See: npm run feed -- simulate --help`)
  const count = (name: keyof typeof values, min: number, max: number) =>
    readNumber(name, values[name] as string | undefined, min, max)
  return {
    ...values,
    agents: Math.round(count('agents', 1, 20_000) ?? 52),
    teamSize: Math.round(count('team-size', 1, 200) ?? 13),
    rate: count('rate', 0, 100_000),
    eventsPerSecond: count('events-per-second', 1, 10_000),
    speechGapSec: count('speech-gap', 0, 600) ?? 5,
    seed: readSeed(values.seed),
    startMs: readStart(values.start),
    speed: count('speed', 0.1, 1_000) ?? 1,
    seconds: count('seconds', 1, 100_000_000),
    feed: values.feed ?? 'demo',
    asrToken: values['asr-token'],
  }
}
export type SimulateOptions = ReturnType<typeof readSimulateOptions>
