import { spawn } from 'node:child_process'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { connect, createServer } from 'node:net'
import path from 'node:path'
import { CodedError } from '#server/errors.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'

/** PostgreSQL major version of the binaries, as PG_VERSION says it. */
const MAJOR = '18'

export type Cluster = { binaries: Binaries; account: Account; folder: string }

type Run = { code: number | null; output: string }

/** Output goes to a file: a server left behind by `pg_ctl start` would keep a pipe open for ever. */
const run = (cluster: Cluster, program: string, args: string[], outputFile: string) =>
  new Promise<Run>((resolve, reject) => {
    const out = openSync(outputFile, 'w', 0o600)
    const child = spawn(program, args, {
      ...cluster.account,
      cwd: '/',
      detached: true,
      stdio: ['ignore', out, out],
      env: { NODE_ENV: 'production', PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' },
    })
    const finish = () => {
      closeSync(out)
      const output = readFileSync(outputFile, 'utf8').trim()
      rmSync(outputFile, { force: true })
      return output
    }
    child.once('error', (error) => {
      finish()
      reject(error)
    })
    child.once('exit', (code) => resolve({ code, output: finish() }))
  })

const lastLine = (text: string) => text.split('\n').at(-1) ?? ''

/** Another start may have been faster; then its cluster counts. */
const moveIfFree = (from: string, to: string) => {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!existsSync(to)) throw error
  }
}

/** Makes an empty cluster with a random owner password. Appears whole or not at all. */
export const createCluster = async (cluster: Cluster, owner: string, password: string, suffix: string) => {
  const half = `${cluster.folder}.${suffix}`
  const passwordFile = `${half}.password`
  mkdirSync(half, { mode: 0o700 })
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  const { uid, gid } = cluster.account
  if (uid !== undefined && gid !== undefined) for (const file of [half, passwordFile]) chownSync(file, uid, gid)
  try {
    const { code, output } = await run(
      cluster,
      cluster.binaries.initdb,
      [
        `--pgdata=${half}`,
        `--username=${owner}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C.UTF-8',
        '--no-instructions',
      ],
      `${half}.out`,
    )
    if (code !== 0)
      throw new CodedError('config', `PostgreSQL could not prepare ${cluster.folder}: ${lastLine(output)}`)
    moveIfFree(half, cluster.folder)
  } finally {
    rmSync(half, { recursive: true, force: true })
    rmSync(passwordFile, { force: true })
  }
}

export const assertVersion = (folder: string) => {
  const found = readFileSync(path.join(folder, 'PG_VERSION'), 'utf8').trim()
  if (found === MAJOR) return
  throw new CodedError(
    'config',
    `${folder} was made by PostgreSQL ${found} and this version brings ${MAJOR}: move the folder away, or carry its data over with pg_upgrade.`,
  )
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** False only when the process is certainly something else, or dead and not yet buried. */
const mayBePostgres = (pid: number) => {
  if (!isAlive(pid)) return false
  try {
    const [, name, state] = /\((.*)\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    return name === 'postgres' && state !== 'Z' && state !== 'X'
  } catch {
    return process.platform !== 'linux'
  }
}

/** Port of the server that runs on this cluster, if one does. Removes a pid file whose process is another program. */
export const findRunning = (folder: string): { pid: number; port: number } | undefined => {
  const file = path.join(folder, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Math.abs(Number(lines[0]))
  if (pid > 1 && mayBePostgres(pid)) return { pid, port: Number(lines[3]) }
  rmSync(file, { force: true })
  return undefined
}

/** True when somebody listens on this port of 127.0.0.1. */
export const canConnect = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

/** A port of 127.0.0.1 nobody listens on: `wanted` if it is free. */
export const findFreePort = (wanted = 0): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => (wanted === 0 ? reject(error) : resolve(findFreePort())))
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : 0
      probe.close(() => resolve(port))
    })
  })

/** Starts the server and waits until it answers. Throws with the last line PostgreSQL wrote. */
export const startCluster = async (cluster: Cluster, port: number) => {
  const settings: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgres-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    fsync: 'on',
    synchronous_commit: 'on',
  }
  const options = Object.entries(settings)
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(' ')
  const { code, output } = await run(
    cluster,
    cluster.binaries.pgCtl,
    ['start', '-D', cluster.folder, '-w', '-t', '60', '-o', options],
    `${cluster.folder}.start.out`,
  )
  if (code !== 0)
    throw new CodedError(
      'unavailable',
      `PostgreSQL did not start on ${cluster.folder}: ${output.split('\n').join(' / ')}`,
    )
}

/** Ends all sessions and stops the server; its files are in order when this resolves. */
export const stopCluster = async (cluster: Cluster) => {
  await run(
    cluster,
    cluster.binaries.pgCtl,
    ['stop', '-D', cluster.folder, '-m', 'fast', '-w', '-t', '60'],
    `${cluster.folder}.stop.out`,
  )
}
