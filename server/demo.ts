import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import closeWithGrace from 'close-with-grace'
import { getAccess } from './access/auth.ts'
import { systemClock } from './clock.ts'
import { type Config, childEnvironment, loadConfig } from './config.ts'
import { createServer } from './create-server.ts'
import { demoAnnouncement } from './demo/announcement.ts'
import { buildIfStale } from './demo/build-if-stale.ts'
import { readDemoStaff, SIMULATE } from './demo/read-demo-staff.ts'
import { DEMO_FEED, seedDemo } from './demo/seed-demo.ts'
import { openPages } from './http/pages.ts'
import { createLogger, takeConsole } from './logger.ts'
import { openStore } from './open-store.ts'
import { assertSafeToListen } from './origins.ts'
import { runOrExit } from './run-or-exit.ts'

const CLOSE_PATIENCE_MS = 15_000
/** One line of business has no script tool, so that steps are also seen as they are heard. */
const HEARD_ONLY = ['--partials', '--unscripted', '宽带报修']
const say = (line: string) => void process.stdout.write(`${line}\n`)

const startSimulator = (url: string, token: string, { tls }: Config, options: readonly string[]): ChildProcess => {
  const target = ['--demo', '--feed', DEMO_FEED, '--url', url]
  return spawn(process.execPath, ['--import', 'tsx', ...SIMULATE, ...HEARD_ONLY, ...target, ...options], {
    // Not an argument: every account of the machine can read those.
    env: childEnvironment({
      LINEWARDEN_FEED_TOKEN: token,
      // A chain of a local authority ends in one the simulator does not know.
      ...(tls && { NODE_EXTRA_CA_CERTS: tls.certFile }),
    }),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** Everything on one machine. What follows `npm run demo --` goes to the simulator. */
await runOrExit(async () => {
  const options = process.argv.slice(2)
  const clock = systemClock
  const config = assertSafeToListen(loadConfig(clock))
  const logger = createLogger(config.logLevel === 'info' ? 'warn' : config.logLevel)
  mkdirSync(config.dataDir, { recursive: true })

  buildIfStale(process.cwd(), say)
  const store = await openStore({ config, clock, shouldMigrate: true, onNotice: say })
  const start = async () => {
    const pages = await openPages(process.cwd())
    const server = await createServer({ config, clock, logger, database: store.database, pages: pages.answer })
    const { token, accounts } = await seedDemo(getAccess(), config.dataDir, () => readDemoStaff(options))
    return { pages, server, accounts, simulator: startSimulator(server.url, token, config, options) }
  }
  const { pages, server, accounts, simulator } = await start().catch(async (error: unknown) => {
    await store.close()
    throw error
  })

  takeConsole(logger)

  let isEnding = false
  simulator.once('exit', (code) => {
    if (!isEnding) say(`The made-up floor has ended (${code}); the server goes on without it.`)
  })
  closeWithGrace({ delay: CLOSE_PATIENCE_MS, logger: false }, async ({ err }) => {
    isEnding = true
    if (err) logger.fatal({ err }, 'the demonstration ends because of an error')
    simulator.kill('SIGTERM')
    await server.close()
    await pages.close()
    await store.close()
  })
  for (const line of demoAnnouncement(server.url, accounts)) say(line)
})
