import { FEED_HELP, FEED_OPTIONS } from '../feed-target.ts'
import { parseOptions, readNumber, UsageError } from '../program-io.ts'

export const REPLAY_HELP = `Sends canonical events recorded as JSON lines (by --print or a log export; .gz too) as if they happened now.

  npm run feed -- replay FILE [options]

  --as-recorded  keep times, ids and epoch, and send without waiting
  --speed N      seconds of the recording that pass in one second (default 1)
  --print        write the events as JSON lines instead of sending them
  --feed NAME    name of the feed (default: the one in the file)
  --demo         tell the server that this is a demonstration; every page will say so
${FEED_HELP}`

const OPTIONS = {
  ...FEED_OPTIONS,
  'as-recorded': { type: 'boolean' },
  speed: { type: 'string' },
  print: { type: 'boolean' },
  feed: { type: 'string' },
  demo: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** Reads the command line. Throws `UsageError`, whose message says what to do. */
export const readReplayOptions = (argv: readonly string[]) => {
  const { values, positionals } = parseOptions('replay', argv, OPTIONS)
  const [file, extra] = positionals
  if (!values.help && (file === undefined || extra !== undefined))
    throw new UsageError('Name one file to replay. See: npm run feed -- replay --help')
  if (file === '-') throw new UsageError('replay reads its file twice, so it needs a real file, not standard input')
  return {
    ...values,
    file: file ?? '',
    asRecorded: values['as-recorded'] ?? false,
    speed: readNumber('speed', values.speed, 0.1, 10_000) ?? 1,
  }
}
export type ReplayOptions = ReturnType<typeof readReplayOptions>
