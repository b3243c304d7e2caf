import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '#db/client.ts'
import { findFreePort } from '#db/embedded/cluster.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')
const PROGRAM = path.join(ROOT, 'tests/support/embedded-program.ts')
const isRoot = process.getuid?.() === 0
const NOBODY = 65534

type Told = { url: string; appUrl: string; code?: string; message?: string }
type Program = { child: ChildProcess; told: Told; exited: Promise<number | null> }

let dir: string
const running: Program[] = []

const start = async (folder = dir, account: { uid?: number; gid?: number } = {}): Promise<Program> => {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, folder], {
    ...account,
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const lines = createInterface({ input: child.stdout ?? process.stdin })
  const told = await new Promise<Told>((resolve, reject) => {
    lines.once('line', (line) => resolve(JSON.parse(line)))
    void exited.then((code) => reject(new Error(`ended with ${code} and said nothing`)))
  })
  const program = { child, told, exited }
  running.push(program)
  return program
}

const kill = async ({ child, exited }: Program, signal: NodeJS.Signals) => {
  child.kill(signal)
  return exited
}

const ask = async <T extends object>(url: string, question: string): Promise<T[]> => {
  const { sql, close } = openDatabase(url, { role: null, max: 1 })
  try {
    return [...(await sql.unsafe(question))] as T[]
  } finally {
    await close()
  }
}

const pidOf = (folder: string) =>
  Number(readFileSync(path.join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'linewarden-embedded-'))
  chmodSync(dir, 0o755)
})
afterEach(async () => {
  for (const program of running.splice(0)) await kill(program, 'SIGTERM')
  // Whoever was killed left its server behind: the next owner takes it over and stops it.
  if (existsSync(path.join(dir, 'postgres/postmaster.pid'))) await kill(await start(), 'SIGTERM')
  rmSync(dir, { recursive: true, force: true })
})

it('starts, keeps what was written, and stops cleanly', async () => {
  const first = await start()
  const [facts] = await ask(
    first.told.url,
    `select current_setting('server_encoding') as encoding, length('投诉') as length`,
  )
  expect(facts).toEqual({ encoding: 'UTF8', length: 2 })
  await ask(first.told.url, 'create table kept as select 7 as n')
  expect(await kill(first, 'SIGTERM')).toBe(0)
  expect(existsSync(path.join(dir, 'postgres/postmaster.pid'))).toBe(false)
  const second = await start()
  expect(await ask(second.told.url, 'select n from kept')).toEqual([{ n: 7 }])
})

it('runs the server as somebody else than root, keeps the password to its owner and listens nowhere else', async () => {
  const { told } = await start()
  expect(statSync(path.join(dir, 'embedded.json')).mode & 0o777).toBe(0o600)
  expect(statSync(path.join(dir, 'postgres')).mode & 0o777).toBe(0o700)
  if (isRoot) expect(statSync(path.join(dir, 'postgres')).uid).not.toBe(0)
  const settings = await ask(
    told.url,
    `select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories') order by name`,
  )
  expect(settings).toEqual([
    { name: 'listen_addresses', setting: '127.0.0.1' },
    { name: 'unix_socket_directories', setting: '' },
  ])
  const wrong = Object.assign(new URL(told.appUrl), { password: 'wrong' }).href
  await expect(ask(wrong, 'select 1')).rejects.toMatchObject({ code: '28P01' })
})

it('lets one of two that start at once have an empty folder', async () => {
  const both = await Promise.all([start(), start()])
  expect(both.map(({ told }) => told.code ?? 'owner').sort()).toEqual(['conflict', 'owner'])
})

describe('a folder in use before', () => {
  let made: string
  beforeAll(async () => {
    made = mkdtempSync(path.join(tmpdir(), 'linewarden-made-'))
    chmodSync(made, 0o755)
    await kill(await start(made), 'SIGTERM')
  })
  beforeEach(() => {
    execFileSync('cp', ['-a', `${made}/.`, dir])
  })
  afterAll(() => rmSync(made, { recursive: true }))

  it('takes over the server that a killed program left behind', async () => {
    const first = await start()
    await ask(first.told.url, 'create table kept as select 7 as n')
    await kill(first, 'SIGKILL')
    const postmaster = pidOf(dir)
    const second = await start()
    expect(second.told).toEqual(first.told)
    expect(pidOf(dir)).toBe(postmaster)
    expect(await ask(second.told.url, 'select n from kept')).toEqual([{ n: 7 }])
  })

  it('recovers when program and server were killed together', async () => {
    const first = await start()
    await ask(first.told.url, 'create table kept as select 7 as n')
    await kill(first, 'SIGKILL')
    process.kill(pidOf(dir), 'SIGKILL')
    const second = await start()
    expect(await ask(second.told.url, 'select n from kept')).toEqual([{ n: 7 }])
  })

  it('does not mistake another process for its server', async () => {
    await kill(await start(), 'SIGTERM')
    const stale = [process.pid, path.join(dir, 'postgres'), 1, 5432, '', '127.0.0.1', '  1 2', 'ready'].join('\n')
    writeFileSync(path.join(dir, 'postgres/postmaster.pid'), `${stale}\n`)
    const { told } = await start()
    expect(await ask(told.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('refuses a second owner in one line and leaves the first alone', async () => {
    const first = await start()
    const second = await start()
    expect(second.told).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Another Linewarden works on'),
    })
    expect(second.told.message).not.toContain('\n')
    expect(await second.exited).toBe(1)
    expect(await ask(first.told.url, 'select 1 as one')).toEqual([{ one: 1 }])
  })

  it('starts the server again when it dies, on the same port', async () => {
    const { told } = await start()
    await ask(told.url, 'create table kept as select 7 as n')
    const before = pidOf(dir)
    process.kill(before, 'SIGKILL')
    await vi.waitFor(async () => expect(await ask(told.url, 'select n from kept')).toEqual([{ n: 7 }]), {
      timeout: 20_000,
      interval: 200,
    })
    expect(pidOf(dir)).not.toBe(before)
  })

  it('takes another port when its own is taken', async () => {
    const first = await start()
    await kill(first, 'SIGTERM')
    const squatter = createServer()
    const taken = Number(new URL(first.told.url).port)
    await new Promise<void>((resolve) => squatter.listen(taken, '127.0.0.1', resolve))
    const second = await start()
    expect(new URL(second.told.url).port).not.toBe(String(taken))
    expect(await ask(second.told.url, 'select 1 as one')).toEqual([{ one: 1 }])
    await new Promise((resolve) => squatter.close(resolve))
  })

  it('says which folder it cannot read when another PostgreSQL made it', async () => {
    await kill(await start(), 'SIGTERM')
    writeFileSync(path.join(dir, 'postgres/PG_VERSION'), '15\n')
    const { told } = await start()
    expect(told).toMatchObject({ code: 'config', message: expect.stringContaining('was made by PostgreSQL 15') })
    writeFileSync(path.join(dir, 'postgres/PG_VERSION'), '18\n')
  })

  it('says so when its passwords are lost, and keeps the data', async () => {
    await kill(await start(), 'SIGTERM')
    const file = path.join(dir, 'embedded.json')
    const before = readFileSync(file)
    rmSync(file)
    const { told } = await start()
    expect(told).toMatchObject({
      code: 'config',
      message: expect.stringContaining('embedded.json are not those of the database'),
    })
    writeFileSync(file, before)
  })
})

it.runIf(isRoot)('works for a user who is not root', async () => {
  const own = path.join(dir, 'own')
  mkdirSync(own)
  chownSync(own, NOBODY, NOBODY)
  const program = await start(own, { uid: NOBODY, gid: NOBODY })
  expect(await ask(program.told.url, 'select 1 as one')).toEqual([{ one: 1 }])
  expect(statSync(path.join(own, 'postgres')).uid).toBe(NOBODY)
  expect(await kill(program, 'SIGTERM')).toBe(0)
})

it.runIf(isRoot)('works for root in a folder closed to everybody else', async () => {
  const closed = path.join(dir, 'closed')
  mkdirSync(closed, { mode: 0o700 })
  const program = await start(path.join(closed, '.data'))
  expect(await ask(program.told.url, 'select 1 as one')).toEqual([{ one: 1 }])
  const { id } = JSON.parse(readFileSync(path.join(closed, '.data/embedded.json'), 'utf8')) as { id: string }
  expect(await kill(program, 'SIGTERM')).toBe(0)
  rmSync(`/var/lib/linewarden/${id}`, { recursive: true })
})

it.runIf(isRoot)(
  'lets the server pass through a data folder that is closed, and keeps everything inside it',
  async () => {
    const own = path.join(dir, 'own')
    mkdirSync(own, { mode: 0o700 })
    const program = await start(own)
    expect(await ask(program.told.url, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(existsSync(path.join(own, 'postgres/PG_VERSION'))).toBe(true)
    expect(statSync(own).mode & 0o777).toBe(0o711)
    expect(await kill(program, 'SIGTERM')).toBe(0)
  },
)

it('finds a free port', async () => {
  const port = await findFreePort()
  expect(port).toBeGreaterThan(1023)
  expect(await findFreePort(port)).toBe(port)
})
