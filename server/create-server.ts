import { Server as SecureServer } from 'node:https'
import type { Logger } from 'pino'
import { type Database, shareDatabase } from '#db/client.ts'
import { loadRecordedCall } from '#db/queries/call-view.ts'
import { hasCallEvents } from '#db/queries/has-call-events.ts'
import { listFeeds } from '#db/queries/list-feeds.ts'
import { loadQueueTeams } from '#db/queries/load-queue-teams.ts'
import { createPostgresLog } from '#db/writes/postgres-log.ts'
import { seedSettings } from '#db/writes/seed-settings.ts'
import { appendAudit } from './access/audit.ts'
import { ADDRESS_HEADER, AUTH_PATH, openAccess } from './access/auth.ts'
import { createBackTestDesk } from './access/back-test-desk.ts'
import { createDirectory } from './access/directory.ts'
import { createOrganisationDesk } from './access/organisation/create-desk.ts'
import { createPlaybookDesk } from './access/playbook-desk.ts'
import { saveRetention } from './access/save-retention.ts'
import { createSeatWork } from './access/seat-work.ts'
import { readUsers } from './access/user-list.ts'
import { createUserOffice } from './access/user-office.ts'
import { verifyAudit } from './access/verify-audit.ts'
import { admitViewer, recheckTickets, viewerFromHeaders } from './access/viewer.ts'
import type { Clock } from './clock.ts'
import { createCommands } from './commands/create-commands.ts'
import { createImportStage } from './commands/import-stage.ts'
import { type Config, deriveKey } from './config.ts'
import { createCustomerFiles } from './customer-files.ts'
import type { Event } from './domain/event.ts'
import { SERVER_EPOCH } from './domain/feed/fold-log.ts'
import { settingsOf } from './domain/feed/law-book.ts'
import { shippedPlaybook } from './domain/playbook/load.ts'
import { shippedSpotter } from './domain/speech/complaint/shipped.ts'
import { createFloorSet } from './floor-set.ts'
import { certificateNotices, readCertificate } from './http/certificate.ts'
import { createHttp, type Route, serve } from './http/create-http.ts'
import { auditExport } from './http/exports/audit.ts'
import { callBacksExport } from './http/exports/call-backs.ts'
import { createExportRoutes } from './http/exports/create-exports.ts'
import { customerExport } from './http/exports/customer.ts'
import { createDisputeExports } from './http/exports/disputes.ts'
import { createPeopleExports } from './http/exports/people.ts'
import { createSeatExports } from './http/exports/seats.ts'
import { createUsersExport } from './http/exports/users.ts'
import { createGate, KNOCK_HEADER } from './http/gate.ts'
import { createHealthRoute, knock } from './http/health.ts'
import { EDGE_LIMITS, type EdgeLimits } from './http/limits.ts'
import { assertListenable, listen } from './http/listen.ts'
import { createMetricsRoute } from './http/metrics.ts'
import { createGuard } from './http/security-headers.ts'
import { createIngest, type Ingest } from './ingest/create-ingest.ts'
import { createFeedStore } from './ingest/feed-store.ts'
import { createSeal } from './ingest/seal.ts'
import { createBackTests } from './jobs/back-test/create-back-tests.ts'
import { startPartitionsJob } from './jobs/partitions.ts'
import { startRetentionJob } from './jobs/retention.ts'
import { watchFeeds } from './jobs/watch-feeds.ts'
import { openLawBook } from './law-book.ts'
import { findOrigins } from './origins.ts'
import { FEED_PATH } from './protocol/feed.ts'
import { LIVE_PATH } from './protocol/live.ts'
import { createPush } from './push/create-push.ts'
import { createSocketTransport } from './push/socket-transport.ts'
import { createCallViewLoader } from './record/call-view-loader.ts'
import { openRetentionPeriods } from './retention-periods.ts'

export type ServerParts = {
  config: Config
  clock: Clock
  logger: Logger
  /** Checked and migrated; whoever opened it closes it. */
  database: Database
  /** Answers what is no route of ours. */
  pages: Route
  limits?: Partial<EdgeLimits>
}

export type RunningServer = {
  /** What people type to reach it. */
  url: string
  port: number
  /** Paths it answers itself, before the pages. */
  routes: readonly string[]
  /** Paths that take sockets; every other upgrade is destroyed. */
  sockets: readonly string[]
  /** Reads certificate and key again; connections that are open go on with the old ones. Throws `CodedError('config')`. */
  renewCertificate(): void
  /** Takes nothing new, writes what it has, then ends every connection. */
  close(): Promise<void>
}

/** Joins the parts of the product; the only place where they meet. Everything it starts, `close` stops. */
export const createServer = async (parts: ServerParts): Promise<RunningServer> => {
  const { config, clock, logger, database, pages } = parts
  const { sql } = database
  const report = (message: string) => (err: unknown) => logger.error({ err }, message)

  const limits = { ...EDGE_LIMITS, ...parts.limits }
  const certificate = config.tls && readCertificate(config.tls)
  await assertListenable(config.host, config.port)
  shareDatabase(database)
  await seedSettings(sql, shippedPlaybook())
  const lawBook = await openLawBook(sql, report('the playbook and settings could not be read again'))
  const directory = await createDirectory({ sql, clock, onError: report('the organisation could not be kept') })
  const stopPartitions = await startPartitionsJob(sql, clock, report('the partitions could not be made'))

  const periods = await openRetentionPeriods(sql, report('the retention periods could not be read again'))
  const stopRetention = startRetentionJob({
    sql,
    clock,
    logger,
    periods: periods.current,
    zone: () => settingsOf(lawBook.book, undefined).zone,
    audit: (tx, at, day, dropped) =>
      appendAudit(tx, {
        at,
        actor: { kind: 'server', id: 'retention' },
        action: 'retention.run',
        subject: `day:${day}`,
        detail: dropped,
      }),
  })

  const log = createPostgresLog(sql)
  const writeFacts = async (feedId: string, events: readonly Event[]) => {
    const receivedAt = clock.now()
    const entries = events.map(
      (event) => ({ source: 'server', origin: 'owner', epoch: SERVER_EPOCH, event, receivedAt }) as const,
    )
    return (await ingest.append(feedId, entries)).positions
  }
  const seal = createSeal(config.secret, clock)
  // Made now, for it takes a third of a second that no shift should wait for.
  shippedSpotter()
  const floors = createFloorSet({
    sql,
    log,
    clock,
    logger,
    directory,
    book: lawBook.book,
    keepDays: periods.current,
    append: writeFacts,
  })
  const ingest: Ingest = createIngest({
    log,
    floors,
    store: createFeedStore(sql),
    seal,
    clock,
    logger,
  })
  const feeds = await watchFeeds({ list: () => listFeeds(sql), open: ingest.open, clock, logger })

  const server = createHttp(limits, certificate)
  const port = await listen(server, config.host, config.port)
  const { publicUrl, origins } = findOrigins(config, port)
  if (certificate) for (const notice of certificateNotices(certificate, publicUrl, clock)) logger.warn(notice)
  const secret = deriveKey(config.secret, 'sign-in').toString('base64url')
  const access = openAccess({ database, clock, secret, publicUrl, origins, oidc: config.oidc })

  const callViews = createCallViewLoader({
    load: (feedId, callId) => loadRecordedCall(sql, feedId, callId),
    queueTeams: (feedId, waits) => loadQueueTeams(sql, feedId, waits),
    directory,
    floors,
  })
  const customers = createCustomerFiles({ sql, clock, seal, floors, inTurn: ingest.inTurn })
  const imports = createImportStage(clock)
  const backTests = createBackTests({
    databaseUrl: database.url,
    clock,
    logger,
    book: lawBook.book,
    orders: floors.orders,
  })
  const commands = createCommands({
    imports,
    floors,
    directory,
    clock,
    append: async (feedId, entries) => void (await ingest.append(feedId, entries)),
    audit: (note) => appendAudit(sql, note),
    verifyAudit: () => verifyAudit(sql),
    customers,
    findRecordedCall: callViews.find,
    hasCallEvents: (feedId, callId) => hasCallEvents(sql, feedId, callId),
    saveRetention: (retention, note) => saveRetention(sql, retention, note),
    users: createUserOffice(access),
    organisation: createOrganisationDesk({ sql, clock, directory, imports }),
    playbooks: createPlaybookDesk({ sql, clock, refresh: lawBook.refresh }),
    backTests: createBackTestDesk({ sql, backTests, directory }),
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
    audit: (note) => appendAudit(sql, note),
    logger,
  })

  const knockPass = clock.uuid()
  const door = { port, host: config.host, isSecure: certificate !== undefined, headers: { [KNOCK_HEADER]: knockPass } }
  const pageDoor = { ...door, headers: { ...door.headers, origin: publicUrl } }
  const health = createHealthRoute(
    () => ({
      database: async () => void (await sql`select 1`),
      [FEED_PATH]: () => knock(door, FEED_PATH),
      [LIVE_PATH]: () => knock(pageDoor, LIVE_PATH),
      ...feeds.checks(ingest.stats().feeds, floors),
    }),
    clock,
  )
  const metrics = createMetricsRoute(
    { ingest: ingest.stats, push: push.stats, record: floors.recordStats, floors },
    clock,
  )
  const exports = createExportRoutes({
    exports: [
      customerExport(sql, customers),
      auditExport(sql),
      createUsersExport(() => readUsers(access)),
      ...createDisputeExports({ sql }),
      callBacksExport({ sql, clock }),
      ...createPeopleExports({ sql, clock }),
      ...createSeatExports({ sql }),
    ],
    viewers: viewerFromHeaders,
    addressHeader: ADDRESS_HEADER,
    audit: (note) => appendAudit(sql, note),
    clock,
  })
  const routes = { '/api/health': health, '/api/metrics': metrics, ...exports }
  const upgrades = { [FEED_PATH]: ingest.handleUpgrade, [LIVE_PATH]: push.handleUpgrade }
  serve(server, {
    routes,
    pages,
    upgrades,
    gate: createGate({ clock, limits, origins, pageSockets: [LIVE_PATH], signInPath: AUTH_PATH, knockPass }),
    guard: createGuard({ clock, publicUrl, origins }),
    addressHeader: ADDRESS_HEADER,
    trustedProxies: config.trustedProxies,
    onError: report('a request failed'),
  })

  return {
    url: publicUrl,
    port,
    routes: Object.keys(routes),
    sockets: Object.keys(upgrades),
    renewCertificate() {
      if (config.tls && server instanceof SecureServer) server.setSecureContext(readCertificate(config.tls))
    },
    async close() {
      server.close()
      feeds.close()
      stopPartitions()
      stopRetention()
      await backTests.close()
      await ingest.close()
      await floors.close()
      await push.close()
      await directory.close()
      await lawBook.close()
      await periods.close()
      server.closeAllConnections()
      shareDatabase(undefined)
    },
  }
}
