import closeWithGrace from 'close-with-grace'
import { systemClock } from './clock.ts'
import { loadConfig } from './config.ts'
import { createServer } from './create-server.ts'
import { openPages } from './http/pages.ts'
import { createLogger, takeConsole } from './logger.ts'
import { openStore } from './open-store.ts'
import { assertSafeToListen } from './origins.ts'
import { runOrExit } from './run-or-exit.ts'

const CLOSE_PATIENCE_MS = 15_000

await runOrExit(async () => {
  const clock = systemClock
  const config = assertSafeToListen(loadConfig(clock))
  const logger = createLogger(config.logLevel)

  const store = await openStore({ config, clock, shouldMigrate: false, onNotice: (sentence) => logger.warn(sentence) })
  const start = async () => {
    const pages = await openPages(process.cwd())
    return {
      pages,
      server: await createServer({ config, clock, logger, database: store.database, pages: pages.answer }),
    }
  }
  const { pages, server } = await start().catch(async (error: unknown) => {
    await store.close()
    throw error
  })
  takeConsole(logger)
  logger.info({ url: server.url }, 'the floor is open')

  if (config.tls) {
    process.on('SIGHUP', () => {
      try {
        server.renewCertificate()
        logger.info('the certificate was read again')
      } catch (err) {
        logger.error({ err }, 'the certificate could not be read again; the old one stays')
      }
    })
  }

  closeWithGrace({ delay: CLOSE_PATIENCE_MS, logger: false }, async ({ err, signal }) => {
    if (err) logger.fatal({ err }, 'the server ends because of an error')
    else logger.info({ signal }, 'the server ends')
    await server.close()
    await pages.close()
    await store.close()
    logger.info('the server has ended')
  })
})
