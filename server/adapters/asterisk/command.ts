import { CodedError } from '#server/errors.ts'
import { FEED_HELP, FEED_OPTIONS, readTarget } from '../feed-target.ts'
import { EXIT, type Program, type ProgramIo, parseOptions, readNumber, UsageError } from '../program-io.ts'
import { readRecording } from '../recording/read-recording.ts'
import type { AmiTarget } from './ami-link.ts'
import { runCheck } from './check.ts'
import { type AsteriskConfig, loadConfig } from './config.ts'
import { type Live, runLive } from './live.ts'
import { createFeedSink, createPrintSink, type EventSink } from './sink.ts'
import { createTranslator, type Translator } from './translate.ts'

const HELP = `A live Asterisk PBX over AMI, or a recording of one, as a feed.

  npm run feed -- asterisk --host HOST --user USER [options]   follow a PBX
  npm run feed -- asterisk --check HOST --user USER            look only: what is there, what is missing
  npm run feed -- asterisk --file REC [--print]                read a recording: .ami or .jsonl, .gz too

  --port N       manager port (default 5038)
  --user USER    manager user (default: LINEWARDEN_AMI_USER)
  --secret TEXT  its secret (better: LINEWARDEN_AMI_SECRET, which no process list shows)
  --config FILE  JSON: names of steps, scenario and wrap-up seconds of queues, kinds of pause reasons, agents' ids
  --feed ID      id of the feed (default: asterisk)
  --print        write canonical events as JSON lines instead of sending them
  --seconds N    how long --check listens (default 5)
${FEED_HELP}`

const OPTIONS = {
  ...FEED_OPTIONS,
  file: { type: 'string' },
  print: { type: 'boolean' },
  host: { type: 'string' },
  check: { type: 'string' },
  port: { type: 'string' },
  user: { type: 'string' },
  secret: { type: 'string' },
  config: { type: 'string' },
  feed: { type: 'string' },
  seconds: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const

type Values = ReturnType<typeof parseOptions<typeof OPTIONS>>['values']

const readAmiTarget = (host: string, values: Values, env: ProgramIo['env']): AmiTarget => {
  const user = values.user ?? env.LINEWARDEN_AMI_USER
  const secret = values.secret ?? env.LINEWARDEN_AMI_SECRET
  if (!user) throw new UsageError('No manager user: give --user USER or set LINEWARDEN_AMI_USER.')
  if (!secret) throw new UsageError('No manager secret: set LINEWARDEN_AMI_SECRET or give --secret TEXT.')
  return { host, port: readNumber('port', values.port, 1, 65_535) ?? 5038, user, secret }
}

/** Heartbeats of a file: one per second of its own time. */
const FILE_BEAT_MS = 1000

const followFile = async (path: string, translator: Translator, sink: EventSink, io: ProgramIo): Promise<void> => {
  let beatAt = 0
  let lastAt = 0
  for await (const frame of readRecording(path)) {
    if (io.signal.aborted) return
    const events = translator.push(frame)
    if (events.length > 0) await sink.send(events)
    lastAt = Math.max(lastAt, frame.at)
    const at = Math.min(lastAt, (translator.heartbeatAt() ?? Number.POSITIVE_INFINITY) - 1)
    if (at - beatAt < FILE_BEAT_MS) continue
    beatAt = at
    await sink.heartbeat(at)
  }
  await sink.send(translator.end())
  await sink.heartbeat(lastAt)
}

const tellReport = (translator: Translator, io: ProgramIo): void => {
  const { unknownSteps } = translator.report()
  for (const [name, times] of unknownSteps)
    io.say(`asterisk: step name "${name}" is not mapped (${times} times); map it in "steps" of the configuration`)
}

const runFile = async (path: string, values: Values, feedId: string, config: AsteriskConfig, io: ProgramIo) => {
  const translator = createTranslator({ feedId, config })
  const sink = values.print ? createPrintSink(io) : createFeedSink(readTarget(values, io.env), feedId, io, () => {})
  try {
    await followFile(path, translator, sink, io)
  } finally {
    await sink.close()
    tellReport(translator, io)
  }
  return EXIT.ok
}

const runHost = async (target: AmiTarget, values: Values, feedId: string, config: AsteriskConfig, io: ProgramIo) => {
  const translator = createTranslator({ feedId, config })
  let live: Live | undefined
  const feed = values.print ? undefined : createFeedSink(readTarget(values, io.env), feedId, io, () => live?.resync())
  const sink = feed ?? createPrintSink(io)
  live = runLive({ target, config, translator, sink, io })
  try {
    const refused = await Promise.race([live.finished, feed ? feed.ended : live.finished])
    if (refused instanceof CodedError) throw refused
  } finally {
    await sink.close()
    tellReport(translator, io)
  }
  return EXIT.ok
}

/** Reads a recording, follows a PBX or checks one. Secrets come from `io.env` or the command line. */
export const runAsterisk: Program = async (argv, io) => {
  const { values, positionals } = parseOptions('asterisk', argv, OPTIONS)
  if (values.help) {
    await io.print(HELP)
    return EXIT.ok
  }
  const modes = [values.file, values.host, values.check].filter((mode) => mode !== undefined)
  if (modes.length !== 1 || positionals.length > 0)
    throw new UsageError(`Give one of --file REC, --host HOST and --check HOST.\n\n${HELP}`)
  const config = await loadConfig(values.config)
  const feedId = values.feed ?? 'asterisk'
  if (values.file !== undefined) return runFile(values.file, values, feedId, config, io)
  if (values.check !== undefined) {
    const seconds = readNumber('seconds', values.seconds, 1, 600) ?? 5
    return runCheck(readAmiTarget(values.check, values, io.env), config, seconds, io)
  }
  return runHost(readAmiTarget(values.host ?? '', values, io.env), values, feedId, config, io)
}
