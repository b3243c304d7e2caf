import { userInfo } from 'node:os'
import { openDatabase } from '#db/client.ts'
import { findEmbedded } from '#db/embedded/attach.ts'
import { migrate } from '#db/migrate.ts'
import { openAccess } from './access/auth.ts'
import { UsageError } from './admin/admin-io.ts'
import { runCert } from './admin/cert.ts'
import { ADMIN_USAGE, findCommand, runAdmin } from './admin/run-admin.ts'
import { systemClock } from './clock.ts'
import { type Config, deriveKey, loadConfig, markSecret } from './config.ts'
import { CodedError } from './errors.ts'
import { openStore, type Store } from './open-store.ts'
import { findOrigins } from './origins.ts'

const clock = systemClock
const print = (line: string) => console.log(line)
const say = (line: string) => console.error(line)

/** The database a running server works on, or one opened for the length of this command. */
const openForAdmin = async (config: Config): Promise<Store & { isServed: boolean }> => {
  const running = config.databaseUrl ? undefined : await findEmbedded(config.dataDir)
  if (!running) return { ...(await openStore({ config, clock, shouldMigrate: false, onNotice: say })), isServed: false }
  const database = openDatabase(running.appUrl, { max: 2 })
  return { database, ownerUrl: running.url, isServed: true, close: () => database.close() }
}

const runMigrations = async (config: Config) => {
  const embedded = config.databaseUrl ? undefined : await findEmbedded(config.dataDir)
  const appUrl = embedded?.appUrl ?? config.databaseUrl
  const ownerUrl = embedded?.url ?? config.databaseOwnerUrl
  if (!appUrl || !ownerUrl)
    throw new CodedError('config', 'The embedded database is brought up to date by every start.')
  const ran = await migrate(ownerUrl, appUrl)
  print(ran.length === 0 ? 'The database is up to date.' : `Migrations run: ${ran.join(', ')}`)
}

const main = async (argv: readonly string[]): Promise<void> => {
  if (argv.length === 0 || argv[0] === 'help' || argv.includes('--help')) return print(ADMIN_USAGE)
  const config = loadConfig(clock)
  if (argv[0] === 'migrate') return runMigrations(config)
  if (argv[0] === 'cert') return runCert(argv.slice(1), config, { clock, print })
  findCommand(argv)
  const store = await openForAdmin(config)
  try {
    const { database } = store
    const secret = deriveKey(config.secret, 'sign-in').toString('base64url')
    const access = openAccess({ database, clock, secret, ...findOrigins(config, config.port) })
    await runAdmin(argv, {
      clock,
      access,
      database,
      ownerUrl: store.ownerUrl,
      isServed: store.isServed,
      secretMark: markSecret(config.secret),
      actor: { kind: 'shell', id: userInfo().username },
      print,
    })
  } finally {
    await store.close()
  }
}

const EXIT = { failed: 1, usage: 2 }

try {
  await main(process.argv.slice(2))
} catch (error) {
  const isKnown = error instanceof UsageError || error instanceof CodedError
  say(isKnown ? error.message : String(error instanceof Error ? error.stack : error))
  process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failed
}
