import { systemClock } from '#server/clock.ts'
import type { Config } from '#server/config.ts'
import { createServer, type RunningServer } from '#server/create-server.ts'
import { createLogger } from '#server/logger.ts'
import type { TestDatabase } from './database.ts'

/** The whole server on a free port over a test's database, with one line of text for every page. */
export const startTestServer = (db: TestDatabase, overrides: Partial<Config> = {}): Promise<RunningServer> =>
  createServer({
    config: {
      host: '127.0.0.1',
      port: 0,
      dataDir: '/nowhere',
      trustedProxies: [],
      secret: 'a secret of a test, long enough for it',
      logLevel: 'silent',
      ...overrides,
    },
    clock: systemClock,
    logger: createLogger('silent'),
    database: db.database,
    pages: (request, response) => {
      response.end(`page ${request.url}`)
    },
  })
