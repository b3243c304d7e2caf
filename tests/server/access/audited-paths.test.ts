import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedSettings } from '#db/writes/seed-settings.ts'
import { type Access, ADDRESS_HEADER, openAccess } from '#server/access/auth.ts'
import { addUser } from '#server/access/users.ts'
import { runAdmin } from '#server/admin/run-admin.ts'
import { systemClock } from '#server/clock.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

const PUBLIC_URL = 'http://127.0.0.1:3996'
let db: TestDatabase
let access: Access
let dir: string

beforeAll(async () => {
  db = await createTestDatabase()
  dir = mkdtempSync(join(tmpdir(), 'linewarden-audited-'))
  await seedSettings(db.database.sql, shippedPlaybook())
  const secret = 's'.repeat(48)
  access = openAccess({ database: db.database, clock: systemClock, secret, publicUrl: PUBLIC_URL, origins: [] })
})
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true })
  await db.drop()
})

const rowsOf = async (work: () => Promise<unknown>) => {
  const last = async () => (await db.owner.sql<{ id: number }[]>`select last_id as id from audit_head`)[0]?.id ?? 0
  const before = await last()
  await work()
  return (await db.owner.sql<{ action: string }[]>`select action from audit where id > ${before} order by id`).map(
    ({ action }) => action,
  )
}
const shell = (...argv: string[]) =>
  runAdmin(argv, {
    clock: systemClock,
    access,
    database: db.database,
    ownerUrl: db.ownerUrl,
    isServed: false,
    secretMark: 'mark',
    actor: { kind: 'shell', id: 't' },
    print: () => {},
  })
const post = (path: string, body: object, cookie = '') =>
  access.auth.handler(
    new Request(`${PUBLIC_URL}/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: PUBLIC_URL, cookie, [ADDRESS_HEADER]: '192.0.2.7' },
      body: JSON.stringify(body),
    }),
  )

describe('every path that is audited', () => {
  it.each([
    ['team.add', ['team', 'add', 'North', '--id', 'n']],
    ['user.add', ['user', 'add', 'lead', '--role', 'supervisor', '--team', 'n']],
    ['user.password', ['user', 'password', 'lead']],
    ['user.disable', ['user', 'disable', 'lead']],
    ['user.enable', ['user', 'enable', 'lead']],
    ['feed.add', ['feed', 'add', 'pbx']],
    ['team.assign', ['team', 'assign', 'n', '--feed', 'pbx', '--agent', '1001']],
    ['feed.revoke', ['feed', 'revoke', 'pbx']],
    ['scenario.map', ['scenario', 'map', 'set', 'queue', 'q', 'complaint']],
    ['site.zone', ['site', 'zone', 'Asia/Urumqi']],
    ['log.export', ['log', 'export', 'pbx', '--out', 'LOG']],
  ])('[AUDIT-9] writes one row, for %s', async (action, argv) => {
    expect(await rowsOf(() => shell(...argv.map((word) => (word === 'LOG' ? join(dir, 'log') : word))))).toEqual([
      action,
    ])
  })

  it('[AUDIT-9] writes one row for signing in, for failing to, and for signing out', async () => {
    const { password } = await addUser(
      access,
      { kind: 'shell', id: 't' },
      { username: 'who', role: 'admin', teamIds: [] },
    )
    let cookie = ''
    const signIn = async (given: string) => {
      const answer = await post('/sign-in/username', { username: 'who', password: given })
      cookie = answer.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .join('; ')
    }
    expect(await rowsOf(() => signIn('not the password'))).toEqual(['session.refuse'])
    expect(await rowsOf(() => signIn(password))).toEqual(['session.open'])
    expect(await rowsOf(() => post('/sign-out', {}, cookie))).toEqual(['session.close'])
  })

  it.each([
    ['feed.add', ['feed', 'add', 'other'], 'feed'],
    ['site.zone', ['site', 'zone', 'Asia/Tokyo'], 'floor_settings'],
    ['feed.revoke', ['feed', 'revoke', 'kept'], "feed_token where revoked_at is not null and feed_id = 'kept'"],
  ])('[AUDIT-9] changes nothing when its row cannot be written, for %s', async (_action, argv, table) => {
    const { sql } = db.owner
    await sql`insert into feed (id, name) values ('kept', 'kept') on conflict do nothing`
    await sql`insert into feed_token (token_hash, feed_id, origin, name) values ('h', 'kept', 'owner', 'kept') on conflict do nothing`
    const count = async () => (await sql.unsafe<{ n: number }[]>(`select count(*)::int as n from ${table}`))[0]?.n
    const before = await count()
    await sql`revoke execute on function append_audit from linewarden_app`
    await expect(shell(...argv)).rejects.toMatchObject({ code: '42501' })
    await sql`grant execute on function append_audit to linewarden_app`
    expect(await count()).toBe(before)
  })
})
