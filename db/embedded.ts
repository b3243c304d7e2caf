import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { type Clock, systemClock } from '#server/clock.ts'
import { CodedError } from '#server/errors.ts'
import { type Account, canReach, canRun, chooseAccount } from './embedded/account.ts'
import { copyBinaries, findBinaries } from './embedded/binaries.ts'
import {
  assertVersion,
  type Cluster,
  canConnect,
  createCluster,
  findFreePort,
  findRunning,
  startCluster,
  stopCluster,
} from './embedded/cluster.ts'
import { sqlState } from './errors.ts'
import { APP_ROLE, DATABASE, OWNER } from './roles.ts'

/** Session lock of the one program that may own the cluster. */
const OWNER_LOCK = 7_166_001
/** SQLSTATE of a server that still reads its own log after a crash. */
const STARTING_UP = '57P03'
const WRONG_PASSWORD = '28P01'
const START_ATTEMPTS = 20
const LOCK_ATTEMPTS = 30

export type EmbeddedDatabase = {
  /** Owner of the database: runs migrations. */
  url: string
  /** Lesser role the server works as. */
  appUrl: string
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  /** Folder for everything kept on disk, such as `./.data`. */
  dir: string
  clock?: Clock
  /** Told in one sentence when the server was found dead and started again. */
  onNotice?: (sentence: string) => void
}

/** Kept in `embedded.json`, readable by its owner only. */
type Remembered = { id: string; port: number; ownerPassword: string; appPassword: string }

/** What an earlier start wrote down, or a first set of passwords; of two first starts at once both get the same. */
const recall = (file: string, clock: Clock): Remembered => {
  if (!existsSync(file)) {
    const password = () => clock.bytes(24).toString('base64url')
    const id = clock.bytes(6).toString('hex')
    const first: Remembered = { id, port: 0, ownerPassword: password(), appPassword: password() }
    writeFileSync(`${file}.${id}`, JSON.stringify(first), { mode: 0o600 })
    try {
      linkSync(`${file}.${id}`, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(`${file}.${id}`, { force: true })
    }
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Remembered
}

const remember = (file: string, state: Remembered, suffix: string) => {
  writeFileSync(`${file}.${suffix}`, JSON.stringify(state), { mode: 0o600 })
  renameSync(`${file}.${suffix}`, file)
}

/** For what root cannot keep in the project, because its way there is closed to everybody else. */
const SHARED_HOME = '/var/lib/linewarden'

/** Lets the account pass through our own folder, without letting it look inside. */
const letPass = (account: Account, dir: string) => {
  if (!canReach(account, dir) && canReach(account, path.dirname(dir))) chmodSync(dir, statSync(dir).mode | 0o011)
}

/** Who runs PostgreSQL, and where its files lie so that this account reaches them. */
const locate = (dir: string, id: string, suffix: string): Cluster => {
  const binaries = findBinaries()
  const inside = path.join(dir, 'postgres')
  const account = chooseAccount(inside)
  letPass(account, dir)
  const isRunnable = canRun(account, binaries.pgCtl)
  const home = path.join(SHARED_HOME, id)
  const isReachable = canReach(account, dir) && !existsSync(home)
  if (!isReachable) mkdirSync(home, { recursive: true, mode: 0o755 })
  const folder = isReachable ? inside : path.join(home, 'postgres')
  return {
    binaries: isRunnable ? binaries : copyBinaries(binaries, SHARED_HOME, suffix),
    account: isReachable ? account : chooseAccount(folder),
    folder,
  }
}

const openFolder = (dir: string) => {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o755 })
    return realpathSync(dir)
  } catch (cause) {
    throw new CodedError('config', `Cannot write to ${dir}: choose another folder or change who owns it.`, { cause })
  }
}

/** Starts the server, or finds the one an earlier run left behind. A taken port is given up for a free one. */
const ensureRunning = async (cluster: Cluster, wanted: number): Promise<number> => {
  for (let attempt = 1; ; attempt++) {
    const running = findRunning(cluster.folder)
    if (running && (await canConnect(running.port))) return running.port
    try {
      // Children of a killed server may hold its memory for a moment; another program may take the port meanwhile.
      if (running) throw new CodedError('unavailable', `PostgreSQL runs as process ${running.pid} and does not answer.`)
      const port = await findFreePort(wanted)
      await startCluster(cluster, port)
      return port
    } catch (error) {
      if (attempt >= START_ATTEMPTS) throw error
      await sleep(250)
    }
  }
}

/** One session that holds the lock as long as it lives; `onLost` is called once when it ends by itself. */
const takeOwnership = async (url: string, dir: string, onLost: () => void) => {
  let isHeld = false
  const session = postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 10,
    connection: { application_name: 'linewarden owner' },
    onnotice: () => {},
    onclose: () => {
      if (isHeld) onLost()
      isHeld = false
    },
  })
  const tryLock = async () => {
    try {
      const [row] = await session<{ taken: boolean }[]>`select pg_try_advisory_lock(${OWNER_LOCK}) as taken`
      return row?.taken === true
    } catch (error) {
      if (sqlState(error) === STARTING_UP) return false
      throw error
    }
  }
  try {
    // The session of a program killed a moment ago may still be closing.
    for (let attempt = 1; !isHeld && attempt <= LOCK_ATTEMPTS; attempt++) {
      isHeld = await tryLock()
      if (!isHeld) await sleep(100)
    }
    if (!isHeld) {
      throw new CodedError(
        'conflict',
        `Another Linewarden works on ${dir}: stop it first, or start this one with another data folder.`,
      )
    }
  } catch (error) {
    await session.end({ timeout: 1 })
    if (sqlState(error) !== WRONG_PASSWORD) throw error
    throw new CodedError(
      'config',
      `The passwords in ${dir}/embedded.json are not those of the database: restore that file, or move the folder away.`,
      { cause: error },
    )
  }
  return {
    session,
    release: async () => {
      isHeld = false
      await session.end({ timeout: 1 })
    },
  }
}

/** The lesser role and the database, made once. */
const prepare = async (session: postgres.Sql, appPassword: string) => {
  const [role] = await session`select 1 from pg_roles where rolname = ${APP_ROLE}`
  if (!role) await session.unsafe(`create role ${APP_ROLE} login password '${appPassword}'`)
  const [database] = await session`select 1 from pg_database where datname = ${DATABASE}`
  if (!database) await session.unsafe(`create database ${DATABASE}`)
}

/**
 * A PostgreSQL of our own below `dir`: made at the first start, taken over from a run that was killed, started again when
 * it dies. Only one program at a time may own a folder; the next one gets `CodedError('conflict')`.
 */
export const startEmbedded = async ({
  dir,
  clock = systemClock,
  onNotice = () => {},
}: EmbeddedOptions): Promise<EmbeddedDatabase> => {
  const root = openFolder(dir)
  const suffix = clock.bytes(6).toString('hex')
  const stateFile = path.join(root, 'embedded.json')
  const state = recall(stateFile, clock)
  const cluster = locate(root, state.id, suffix)

  if (!existsSync(cluster.folder)) {
    await createCluster(cluster, OWNER, state.ownerPassword, suffix)
  }
  assertVersion(cluster.folder)
  const port = await ensureRunning(cluster, state.port)
  if (port !== state.port) remember(stateFile, { ...state, port }, suffix)

  const url = (role: string, password: string, database: string) =>
    `postgres://${role}:${password}@127.0.0.1:${port}/${database}`
  const ownerUrl = url(OWNER, state.ownerPassword, 'postgres')
  let isStopping = false

  const revive = async () => {
    while (!isStopping) {
      try {
        if (!findRunning(cluster.folder)) {
          onNotice('The embedded PostgreSQL had ended; it is being started again.')
          await startCluster(cluster, port)
        }
        ownership = await takeOwnership(ownerUrl, root, onLost)
        return
      } catch {
        await sleep(500)
      }
    }
  }
  let reviving: Promise<void> | undefined
  const onLost = () => {
    reviving = revive()
  }
  let ownership = await takeOwnership(ownerUrl, root, onLost)
  await prepare(ownership.session, state.appPassword)

  return {
    url: url(OWNER, state.ownerPassword, DATABASE),
    appUrl: url(APP_ROLE, state.appPassword, DATABASE),
    async stop() {
      if (isStopping) return
      isStopping = true
      await reviving
      await ownership.release()
      await stopCluster(cluster)
    },
  }
}
