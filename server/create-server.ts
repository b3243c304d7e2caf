import type { Logger } from 'pino'
import { type Database, shareDatabase } from '#db/client.ts'
import { loadRecordedCall } from '#db/queries/call-view.ts'
import { listFeeds } from '#db/queries/list-feeds.ts'
import { createPostgresLog } from '#db/writes/postgres-log.ts'
import { seedSettings } from '#db/writes/seed-settings.ts'
import { appendAudit } from './access/audit.ts'
import { ADDRESS_HEADER, openAccess } from './access/auth.ts'
import { createDirectory } from './access/directory.ts'
import { placeAgent } from './access/place-agent.ts'
import { createSeatWork } from './access/seat-work.ts'
import { admitViewer, recheckTickets, viewerFromHeaders } from './access/viewer.ts'
import type { Clock } from './clock.ts'
import { createCommands } from './commands/create-commands.ts'
import { type Config, deriveKey } from './config.ts'
import type { Event } from './domain/event.ts'
import { SERVER_EPOCH } from './domain/feed/fold-log.ts'
import { shippedPlaybook } from './domain/playbook/load.ts'
import { createFloorSet } from './floor-set.ts'
import { assertListenable, createHttp, listen, type Route, serve } from './http/create-http.ts'
import { createExportRoutes } from './http/exports/create-exports.ts'
import { createSeatExports } from './http/exports/seats.ts'
import { createHealthRoute, knock } from './http/health.ts'
import { createMetricsRoute } from './http/metrics.ts'
import { createIngest, type Ingest } from './ingest/create-ingest.ts'
import { createFeedStore } from './ingest/feed-store.ts'
import { createSeal } from './ingest/seal.ts'
import { startPartitionsJob } from './jobs/partitions.ts'
import { watchFeeds } from './jobs/watch-feeds.ts'
import { openLawBook } from './law-book.ts'
import { findOrigins } from './origins.ts'
import { FEED_PATH } from './protocol/feed.ts'
import { LIVE_PATH } from './protocol/live.ts'
import { createPush } from './push/create-push.ts'
import { createSocketTransport } from './push/socket-transport.ts'
import { createCallViewLoader } from './record/call-view-loader.ts'

export type ServerParts = {
  config: Config
  clock: Clock
  logger: Logger
  /** Checked and migrated; whoever opened it closes it. */
  database: Database
  /** Answers what is no route of ours. */
  pages: Route
}

export type RunningServer = {
  /** What people type to reach it. */
  url: string
  port: number
  /** Takes nothing new, writes what it has, then ends every connection. */
  close(): Promise<void>
}

/** Joins the parts of the product; the only place where they meet. Everything it starts, `close` stops. */
export const createServer = async (parts: ServerParts): Promise<RunningServer> => {
  const { config, clock, logger, database, pages } = parts
  const { sql } = database
  const report = (message: string) => (err: unknown) => logger.error({ err }, message)

  await assertListenable(config.host, config.port)
  shareDatabase(database)
  await seedSettings(sql, shippedPlaybook())
  const lawBook = await openLawBook(sql, report('the playbook and settings could not be read again'))
  const directory = await createDirectory({ sql, clock, onError: report('the organisation could not be kept') })
  const stopPartitions = await startPartitionsJob(sql, clock, report('the partitions could not be made'))

  const log = createPostgresLog(sql)
  const writeFacts = async (feedId: string, events: readonly Event[]) => {
    const receivedAt = clock.now()
    const entries = events.map(
      (event) => ({ source: 'server', origin: 'owner', epoch: SERVER_EPOCH, event, receivedAt }) as const,
    )
    return (await ingest.append(feedId, entries)).positions
  }
  const floors = createFloorSet({ sql, log, clock, logger, directory, book: lawBook.book, append: writeFacts })
  const ingest: Ingest = createIngest({
    log,
    floors,
    store: createFeedStore(sql),
    seal: createSeal(config.secret, clock),
    clock,
    logger,
  })
  const feeds = await watchFeeds({ list: () => listFeeds(sql), open: ingest.open, clock, logger })

  const server = createHttp()
  const port = await listen(server, config.host, config.port)
  const { publicUrl, origins } = findOrigins(config, port)
  openAccess({ database, clock, secret: deriveKey(config.secret, 'sign-in').toString('base64url'), publicUrl, origins })

  const callViews = createCallViewLoader({
    load: (feedId, callId) => loadRecordedCall(sql, feedId, callId),
    directory,
    floors,
  })
  const commands = createCommands({
    floors,
    directory,
    clock,
    append: async (feedId, entries) => void (await ingest.append(feedId, entries)),
    audit: (note) => appendAudit(sql, note),
    findRecordedCall: callViews.find,
    placeAgent: (placement, note) => placeAgent({ sql, directory }, placement, note),
    seats: createSeatWork({ sql, directory, clock }),
    logger,
  })
  const push = createPush({
    floors,
    directory,
    viewers: admitViewer,
    recheck: recheckTickets,
    transport: createSocketTransport({ clock, origins }),
    clock,
    commands,
    loadCallView: callViews.loadCallView,
    logger,
  })

  const health = createHealthRoute(
    () => ({
      database: async () => void (await sql`select 1`),
      [FEED_PATH]: () => knock(port, config.host, FEED_PATH),
      [LIVE_PATH]: () => knock(port, config.host, LIVE_PATH),
      ...feeds.checks(ingest.stats().feeds, floors),
    }),
    clock,
  )
  const metrics = createMetricsRoute(
    { ingest: ingest.stats, push: push.stats, record: floors.recordStats, floors },
    clock,
  )
  const exports = createExportRoutes({
    exports: createSeatExports({ sql }),
    viewers: viewerFromHeaders,
    audit: (note) => appendAudit(sql, note),
    clock,
  })
  serve(server, {
    routes: { '/api/health': health, '/api/metrics': metrics, ...exports },
    pages,
    upgrades: { [FEED_PATH]: ingest.handleUpgrade, [LIVE_PATH]: push.handleUpgrade },
    addressHeader: ADDRESS_HEADER,
    trustedProxies: config.trustedProxies,
    onError: report('a request failed'),
  })

  return {
    url: publicUrl,
    port,
    async close() {
      server.close()
      feeds.close()
      stopPartitions()
      await ingest.close()
      await floors.close()
      await push.close()
      await directory.close()
      await lawBook.close()
      server.closeAllConnections()
      shareDatabase(undefined)
    },
  }
}
