import { listFeedTokens } from '#db/queries/list-feed-tokens.ts'
import { listFeeds } from '#db/queries/list-feeds.ts'
import { addFeed } from '#db/writes/add-feed.ts'
import { revokeFeedTokens } from '#db/writes/revoke-feed-tokens.ts'
import { appendAudit } from '../access/audit.ts'
import { FEED_ORIGINS, type FeedOrigin } from '../domain/words.ts'
import { CodedError } from '../errors.ts'
import { type AdminCommand, type AdminIo, expectArguments, parseOptions, printTable, UsageError } from './admin-io.ts'

const readOrigin = (text: string): FeedOrigin => {
  const origin = FEED_ORIGINS.find((one) => one === text)
  if (!origin) throw new UsageError(`--origin is one of ${FEED_ORIGINS.join(', ')}, not "${text}".`)
  return origin
}

type Tx = Parameters<typeof appendAudit>[0]

const note = (tx: Tx, io: AdminIo, action: string, feedId: string, detail: Record<string, unknown>) =>
  appendAudit(tx, { at: io.clock.now(), actor: io.actor, action, subject: `feed:${feedId}`, detail })

const add: AdminCommand = {
  usage: `feed add NAME [--origin ${FEED_ORIGINS.join('|')}] [--feed ID]`,
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, {
      origin: { type: 'string', default: 'owner' },
      feed: { type: 'string' },
    })
    const [name] = expectArguments(positionals, 'NAME')
    const origin = readOrigin(values.origin)
    const feed = await addFeed(io.database.sql, { name, origin, feedId: values.feed }, io.clock, (tx, feedId) =>
      note(tx, io, 'feed.add', feedId, { name, origin }),
    )
    io.print(`feed    ${feed.feedId}`)
    io.print(`origin  ${feed.origin}`)
    io.print(`token   ${feed.token}`)
    io.print('The token is not kept and cannot be shown again. A program uses it as LINEWARDEN_FEED_TOKEN or --token.')
  },
}

const day = (at: number | null) => (at === null ? 'never' : new Date(at).toISOString().slice(0, 16).replace('T', ' '))

const list: AdminCommand = {
  usage: 'feed list',
  async run(argv, io) {
    expectArguments(parseOptions(argv, {}).positionals)
    const [feeds, tokens] = await Promise.all([listFeeds(io.database.sql), listFeedTokens(io.database.sql)])
    if (feeds.length === 0) return io.print('No feeds yet. Add one: feed add NAME')
    const rows = feeds.flatMap(({ feedId, name, demo, position }) => {
      const own = tokens.filter((token) => token.feedId === feedId)
      const head = [feedId, demo ? `${name} (demo)` : name, String(position)]
      if (own.length === 0) return [[...head, 'no token', '', '']]
      return own.map((token) => [...head, token.origin, token.name, day(token.lastUsedAt)])
    })
    printTable(io, [['FEED', 'NAME', 'POSITION', 'ORIGIN', 'TOKEN', 'LAST HELLO (UTC)'], ...rows])
  },
}

const revoke: AdminCommand = {
  usage: 'feed revoke FEED [--origin ORIGIN]',
  async run(argv, io) {
    const { values, positionals } = parseOptions(argv, { origin: { type: 'string', default: 'owner' } })
    const [feedId] = expectArguments(positionals, 'FEED')
    const origin = readOrigin(values.origin)
    const revoked = await io.database.sql.begin(async (tx) => {
      const count = await revokeFeedTokens(tx, feedId, origin)
      if (count === 0) throw new CodedError('not_found', `Feed ${feedId} has no ${origin} token.`)
      await note(tx, io, 'feed.revoke', feedId, { origin, revoked: count })
      return count
    })
    io.print(
      `${revoked} ${origin} token${revoked === 1 ? '' : 's'} of ${feedId} revoked; what uses one is cut within 30 s.`,
    )
  },
}

export const FEED_COMMANDS = { add, list, revoke }
