import { CodedError } from '#server/errors.ts'
import { connectFeed, type FeedClient, type FeedClientOptions } from './feed-client.ts'
import type { ProgramIo } from './program-io.ts'

/** Options every sending program has; see `FEED_HELP`. */
export const FEED_OPTIONS = {
  url: { type: 'string' },
  token: { type: 'string' },
} as const

export const FEED_HELP = `  --url URL      server to send to (default: LINEWARDEN_URL, else http://127.0.0.1:3000)
  --token TOKEN  token of the feed (default: LINEWARDEN_FEED_TOKEN); make one with
                 npm run admin -- feed add NAME`

export const readTarget = (values: { url?: string; token?: string }, env: ProgramIo['env']) => {
  const token = values.token ?? env.LINEWARDEN_FEED_TOKEN
  if (!token)
    throw new CodedError(
      'config',
      'No feed token: give --token TOKEN or set LINEWARDEN_FEED_TOKEN. Make one with: npm run admin -- feed add NAME',
    )
  return { url: values.url ?? env.LINEWARDEN_URL ?? 'http://127.0.0.1:3000', token }
}

/** `connectFeed` that tells the person at the shell what happens to the connection, in a line each. */
export const connectAloud = (options: Omit<FeedClientOptions, 'clock'>, io: ProgramIo): FeedClient => {
  const name =
    options.hello.program === undefined ? options.hello.feedId : `${options.hello.feedId} (${options.hello.program})`
  let lastCut = ''
  return connectFeed({
    ...options,
    clock: io.clock,
    onHello: (welcome) => {
      lastCut = ''
      io.say(`${name}: connected to ${options.url}${welcome.resumed ? ', carrying on where it stopped' : ''}`)
      options.onHello?.(welcome)
    },
    onCut: (cut) => {
      const line = `${name}: ${cut.final ? 'refused' : 'cut'} (${cut.code}): ${cut.message}`
      if (line !== lastCut) io.say(cut.final ? line : `${line}; trying again until it works`)
      lastCut = line
      options.onCut?.(cut)
    },
    onDropped: (events) => {
      io.say(`${name}: ${events} events could not be kept and were dropped`)
      options.onDropped?.(events)
    },
    onDead: (dead) => {
      for (const note of dead)
        io.say(`${name}: event ${note.event.eventId} (${note.event.type}) was refused: ${note.path}: ${note.reason}`)
      options.onDead?.(dead)
    },
  })
}
