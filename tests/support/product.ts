import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openDatabase } from '#db/client.ts'
import { startEmbedded } from '#db/embedded.ts'
import { migrate } from '#db/migrate.ts'
import { addFeed } from '#db/writes/add-feed.ts'
import { openAccess } from '#server/access/auth.ts'
import { addUser } from '#server/access/users.ts'
import { systemClock } from '#server/clock.ts'
import { deriveKey } from '#server/config.ts'
import type { FeedOrigin } from '#server/domain/words.ts'
import { waitFor } from './wait-for.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const SECRET = 'only-for-tests-only-for-tests-only-for-tests'
const tsx = ['--import', 'tsx'] as const

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}

export type Product = Awaited<ReturnType<typeof installProduct>>

/**
 * A whole installation of its own: real PostgreSQL, the production entry as a process that can be killed, feed programs
 * as processes beside it. `remove` ends everything it started and deletes the folder.
 */
export const installProduct = async (options: { logFile?: string } = {}) => {
  const dir = mkdtempSync(path.join(tmpdir(), 'linewarden-product-'))
  // Open to the account PostgreSQL runs under when this one is root, so that its files stay in here and go with it.
  chmodSync(dir, 0o755)
  const store = await startEmbedded({ dir: path.join(dir, 'db') })
  await migrate(store.url, store.appUrl)
  const owner = openDatabase(store.url, { role: null, max: 4 })
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const logFile = options.logFile ?? path.join(dir, 'server.log')
  const children = new Set<ChildProcess>()
  let server: ChildProcess | undefined

  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: path.join(dir, 'data'),
    DATABASE_URL: store.appUrl,
    DATABASE_OWNER_URL: store.url,
    SECRET,
    LOG_LEVEL: 'info',
  }

  const launch = (script: string, args: readonly string[], extra: Record<string, string> = {}): ChildProcess => {
    const log = openSync(logFile, 'a')
    const child = spawn(process.execPath, [...tsx, path.join(ROOT, script), ...args], {
      cwd: ROOT,
      env: { ...env, ...extra },
      stdio: ['ignore', log, log],
    })
    children.add(child)
    child.once('exit', () => children.delete(child))
    return child
  }

  const end = async (child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  /** Waits until a server this started answers at all, with whatever health. */
  const untilAnswering = (child: ChildProcess, at: string) =>
    waitFor(async () => {
      if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}; see ${logFile}`)
      return fetch(`${at}/api/health`)
        .then(() => true)
        .catch(() => false)
    }, 50)

  const isHealthy = () =>
    fetch(`${url}/api/health`)
      .then((answer) => answer.status === 200)
      .catch(() => false)

  return {
    url,
    logFile,
    databaseUrl: store.appUrl,
    secret: SECRET,
    sql: owner.sql,
    isHealthy,
    /** Starts the production entry, with more of an environment if given, and waits until it answers. */
    async start(more: Record<string, string> = {}) {
      const child = launch('server/index.ts', [], more)
      server = child
      await untilAnswering(child, url)
    },
    /** One more server over the same database; it ends with the installation. */
    async startBeside(): Promise<string> {
      const beside = await freePort()
      const child = launch('server/index.ts', [], { PORT: String(beside) })
      const at = `http://127.0.0.1:${beside}`
      await untilAnswering(child, at)
      return at
    },
    /** What the database's own log says. */
    databaseLog: (): string => {
      const folder = path.join(dir, 'db', 'postgres', 'log')
      return readdirSync(folder)
        .map((name) => readFileSync(path.join(folder, name), 'utf8'))
        .join('\n')
    },
    /** kill -9. */
    kill: () => end(server, 'SIGKILL'),
    stop: () => end(server, 'SIGTERM'),
    pid: () => server?.pid,
    /** A feed program of its own process, such as `feed(['replay', file], token)`. */
    feed: (args: readonly string[], token: string) =>
      launch('server/adapters/cli.ts', args, { LINEWARDEN_URL: url, LINEWARDEN_FEED_TOKEN: token }),
    end,
    addFeed: (name: string, origin: FeedOrigin = 'owner', feedId?: string) =>
      addFeed(owner.sql, { name, origin, feedId }),
    async addUser(username: string, role: string, teamIds: readonly string[] = []): Promise<string> {
      const access = openAccess({
        database: owner,
        clock: systemClock,
        secret: deriveKey(SECRET, 'sign-in').toString('base64url'),
        publicUrl: url,
        origins: [url],
      })
      const { password } = await addUser(
        access,
        { kind: 'shell', id: 'tests' },
        { username, role, teamIds, mustChangePassword: false },
      )
      return password
    },
    /** Cookies of a fresh session. */
    async signIn(username: string, password: string): Promise<string> {
      const answer = await fetch(`${url}/api/auth/sign-in/username`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url },
        body: JSON.stringify({ username, password }),
      })
      if (!answer.ok) throw new Error(`sign-in answered ${answer.status}: ${await answer.text()}`)
      return answer.headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; ')
    },
    async remove() {
      for (const child of children) await end(child, 'SIGKILL')
      await owner.close()
      await store.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
