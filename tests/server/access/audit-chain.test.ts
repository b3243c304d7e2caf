import postgres from 'postgres'
import { beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '#db/client.ts'
import { listMigrations, migrate } from '#db/migrate.ts'
import { addFeed } from '#db/writes/add-feed.ts'
import { createPostgresLog } from '#db/writes/postgres-log.ts'
import { type AuditEntry, appendAudit } from '#server/access/audit.ts'
import { type Access, openAccess } from '#server/access/auth.ts'
import { verifyAudit } from '#server/access/verify-audit.ts'
import { runAdmin } from '#server/admin/run-admin.ts'
import { systemClock } from '#server/clock.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { newEntry } from '../ingest/event-log-contract.ts'

const AT = Date.UTC(2026, 10, 22, 7, 30, 0, 123)
let db: TestDatabase
let access: Access

const note = (n: number, more: Partial<AuditEntry> = {}): AuditEntry => ({
  at: AT + n * 1000,
  actor: { kind: 'user', id: `u${n}` },
  action: 'call.set_scenario',
  subject: `call:pbx/c${n}`,
  detail: { from: null, to: '投诉 😀', n, nested: { a: [1, 2.5], empty: {} } },
  address: n % 2 === 0 ? '192.0.2.7' : undefined,
  ...more,
})
const append = (n: number, more?: Partial<AuditEntry>) => appendAudit(db.database.sql, note(n, more))
const fill = async (count: number) => {
  for (let n = 1; n <= count; n++) await append(n)
}
const verify = (expected?: string) => verifyAudit(db.database.sql, expected)

beforeEach(async () => {
  db = await createTestDatabase()
  access = openAccess({
    database: db.database,
    clock: systemClock,
    secret: 's'.repeat(48),
    publicUrl: 'http://127.0.0.1:3997',
    origins: [],
  })
  return () => db.drop()
})

describe('the chain of the audit', () => {
  it('[AUDIT-1] may be added to through one function and neither written, changed nor shortened otherwise', async () => {
    await fill(2)
    const { sql } = db.database
    for (const statement of [
      `insert into audit values (9, now(), 'user', 'u', 'a', 's', null, null, '', '')`,
      `update audit set action = 'other'`,
      'delete from audit',
      'truncate audit',
      'drop table audit',
      'update audit_head set last_id = 0',
      'delete from audit_head',
      `insert into audit_head values (false, 0, '')`,
      `select chain_audit(now(), 'user', 'u', 'audit.cut', 's', null, null)`,
      `select append_audit(now(), 'nobody', '', 'audit.cut', 's', null, null)`,
    ])
      await expect(sql.unsafe(statement), statement).rejects.toMatchObject({ code: '42501' })
    const months = await db.owner.sql<{ name: string }[]>`
      select relid::regclass::text as name from pg_partition_tree('audit') where isleaf`
    expect(months.length).toBeGreaterThan(1)
    for (const { name } of months)
      for (const statement of [`delete from ${name}`, `update ${name} set action = 'x'`, `select * from ${name}`])
        await expect(sql.unsafe(statement), statement).rejects.toMatchObject({ code: '42501' })
  })

  it('[AUDIT-2] is computed anew as it was written, and names its ends', async () => {
    expect(await verify()).toEqual({ rows: 0, first: undefined, last: undefined })
    await append(1, { detail: undefined })
    await fill(4)
    const verdict = await verify()
    expect(verdict).toMatchObject({ rows: 5, first: { id: 1 }, last: { id: 5 } })
    expect(verdict.fault).toBeUndefined()
    expect(verdict.last?.hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('[AUDIT-2] finds any one column of any one row changed', async () => {
    await fill(6)
    const { sql } = db.owner
    const changes = {
      at: "at + interval '1 ms'",
      actor_kind: "'screen'",
      actor_id: "actor_id || 'x'",
      action: "'other'",
      subject: "'call:pbx/other'",
      detail: `detail || '{"n": 99}'`,
      address: "coalesce(address, '') || '1'",
      hash: 'sha256(hash)',
      previous_hash: 'sha256(previous_hash)',
    }
    for (const [column, value] of Object.entries(changes)) {
      await sql.unsafe(`create table kept as select * from audit where id = 4`)
      await sql.unsafe(`update audit set ${column} = ${value} where id = 4`)
      const { fault } = await verify()
      expect([column, fault?.id]).toEqual([column, 4])
      await sql.unsafe(`delete from audit where id = 4`)
      await sql.unsafe(`insert into audit select * from kept`)
      await sql.unsafe(`drop table kept`)
      expect((await verify()).fault).toBeUndefined()
    }
  })

  it('[AUDIT-2] finds a row moved between two fields, so that only the borders differ', async () => {
    await append(1, { action: 'ab', subject: 'c' })
    await append(2)
    await db.owner.sql`update audit set action = 'a', subject = 'bc' where id = 1`
    expect((await verify()).fault).toEqual({ kind: 'changed', id: 1 })
  })

  it('[AUDIT-2] finds a row that was taken out of the middle', async () => {
    await fill(5)
    await db.owner.sql`delete from audit where id = 3`
    expect((await verify()).fault).toEqual({ kind: 'missing', id: 3 })
  })

  it('[AUDIT-2] finds two rows that changed places', async () => {
    await fill(5)
    await db.owner.sql`update audit set id = 7 - id where id in (3, 4)`
    expect((await verify()).fault).toMatchObject({ id: 3 })
  })

  it('[AUDIT-2] finds a row that was put in twice', async () => {
    await fill(3)
    await db.owner.sql`insert into audit select * from audit where id = 2`
    expect((await verify()).fault).toEqual({ kind: 'repeated', id: 2 })
  })

  it('[AUDIT-2] finds that the first rows are gone without a cut', async () => {
    await fill(5)
    await db.owner.sql`delete from audit where id < 3`
    expect((await verify()).fault).toEqual({ kind: 'start', id: 3 })
  })

  it('[AUDIT-3] finds a tail that was cut off, even one whose remembered end was put back, by the hash noted before', async () => {
    await fill(5)
    const noted = (await verify()).last?.hash
    await db.owner.sql`delete from audit where id > 3`
    expect((await verify()).fault).toEqual({ kind: 'tail', id: 4 })
    await db.owner.sql`update audit_head h set last_id = a.id, last_hash = a.hash from audit a where a.id = 3`
    expect((await verify()).fault).toBeUndefined()
    expect((await verify(noted)).fault).toEqual({ kind: 'expected', id: 3 })
    await fill(2)
    expect((await verify(noted)).fault).toMatchObject({ kind: 'expected' })
  })

  it('[AUDIT-3] still has the hash noted before after more was added', async () => {
    await fill(2)
    const noted = (await verify()).last?.hash
    await fill(3)
    expect((await verify(noted)).fault).toBeUndefined()
  })

  it('[AUDIT-4] has no hole after 200 appends at once, some of which were rolled back', async () => {
    const { sql } = db.database
    await Promise.all(
      Array.from({ length: 250 }, (_, n) =>
        n % 5 === 4
          ? sql
              .begin(async (tx) => {
                await appendAudit(tx, note(n))
                throw new Error('never mind')
              })
              .catch(() => {})
          : append(n),
      ),
    )
    const verdict = await verify()
    expect(verdict).toMatchObject({ rows: 200, first: { id: 1 }, last: { id: 200 } })
    expect(verdict.fault).toBeUndefined()
  })

  it('[AUDIT-4] makes the month it needs, whatever the clock says', async () => {
    await append(1, { at: Date.UTC(2031, 4, 31, 23, 59, 59, 999) })
    await append(2, { at: Date.UTC(2024, 1, 29) })
    expect((await verify()).fault).toBeUndefined()
  })

  it('[AUDIT-5] goes on from a cut that drops whole months and says what went', async () => {
    const month = (n: number) => Date.UTC(2025, n, 15)
    for (const n of [0, 0, 1, 2, 2]) await append(n, { at: month(n) })
    const before = await db.owner.sql<{ hash: string }[]>`select encode(hash, 'hex') as hash from audit order by id`
    const [cut] = await db.database.sql<{ gone: number }[]>`select drop_audit_before('2025-03-10') as gone`
    expect(cut?.gone).toBe(3)
    const [row] = await db.owner.sql`select action, detail from audit order by id desc limit 1`
    expect(row).toEqual({
      action: 'audit.cut',
      detail: { lastId: 3, lastHash: before[2]?.hash, rows: 3, before: '2025-03-10' },
    })
    expect(await verify()).toMatchObject({ rows: 3, first: { id: 4 }, last: { id: 6 } })
    expect((await verify()).fault).toBeUndefined()
    await db.owner.sql`delete from audit where id = 4`
    expect((await verify()).fault).toEqual({ kind: 'start', id: 5 })
  })

  it('[AUDIT-5] drops nothing twice and nothing of the last half year', async () => {
    await append(1, { at: Date.UTC(2025, 0, 15) })
    await append(2)
    const drop = (day: string) => db.database.sql`select drop_audit_before(${day}::text::date)`
    await drop('2025-06-01')
    await drop('2025-06-01')
    expect(await verify()).toMatchObject({ rows: 2, first: { id: 2 }, last: { id: 3 } })
    await expect(drop('2999-01-01')).rejects.toMatchObject({ code: '22023' })
    await expect(db.database.sql`select drop_audit_before(current_date - 100)`).rejects.toMatchObject({ code: '22023' })
  })

  it('[AUDIT-5] keeps a month whose ids reach into a later one until that one goes too', async () => {
    await append(1, { at: Date.UTC(2025, 0, 31) })
    await append(2, { at: Date.UTC(2025, 1, 1) })
    await append(3, { at: Date.UTC(2025, 0, 31) })
    await append(4, { at: Date.UTC(2025, 2, 1) })
    const drop = async (day: string) =>
      (await db.database.sql<{ gone: number }[]>`select drop_audit_before(${day}::text::date) as gone`)[0]?.gone
    expect(await drop('2025-02-01')).toBe(0)
    expect(await drop('2025-03-01')).toBe(3)
    expect(await verify()).toMatchObject({ first: { id: 4 }, rows: 2 })
    expect((await verify()).fault).toBeUndefined()
  })
})

describe('what a person does to a call', () => {
  const doIt = (eventId: string) => ({
    ...newEntry({ eventId, source: 'person' }),
    audit: { ...note(1), actor: { kind: 'user' as const, id: 'u1' }, detail: {} },
  })
  const rows = async () => (await db.owner.sql`select id from audit`).length

  it('[AUDIT-6] is in the log and in the audit, or in neither', async () => {
    await addFeed(db.database.sql, { name: 'pbx', origin: 'owner' })
    const log = createPostgresLog(db.database.sql)
    const { term } = await log.claim('pbx', 'me')
    await log.append('pbx', term, [newEntry(), doIt('a'), newEntry(), doIt('b')])
    expect(await rows()).toBe(2)
    expect((await log.read('pbx', 0, 10)).length).toBe(4)
    expect((await verify()).fault).toBeUndefined()

    // Sent again after a lost answer: it is there already, and so is its row.
    await log.append('pbx', term, [doIt('a'), doIt('c')])
    expect(await rows()).toBe(3)

    await db.owner.sql`revoke execute on function append_audit from linewarden_app`
    await expect(log.append('pbx', term, [newEntry(), doIt('d')])).rejects.toMatchObject({ code: '42501' })
    expect((await log.read('pbx', 0, 10)).length).toBe(5)

    await db.owner.sql`grant execute on function append_audit to linewarden_app`
    await log.claim('pbx', 'you')
    await expect(log.append('pbx', term, [doIt('e')])).rejects.toMatchObject({ code: 'fenced' })
    expect(await rows()).toBe(3)
  })
})

describe('audit verify in a shell', () => {
  const run = async (...argv: string[]) => {
    const printed: string[] = []
    const io = {
      clock: systemClock,
      access,
      database: db.database,
      ownerUrl: db.ownerUrl,
      isServed: false,
      secretMark: 'mark',
      actor: { kind: 'shell' as const, id: 't' },
    }
    await runAdmin(['audit', 'verify', ...argv], { ...io, print: (line) => void printed.push(line) })
    return printed.join('\n')
  }

  it('[AUDIT-2] says how many rows hold, or the first that does not', async () => {
    await fill(3)
    expect(await run()).toMatch(/^rows {3}3 checked\nfirst {2}1 {2}[0-9a-f]{64}\nlast {3}3 {2}[0-9a-f]{64}\n/)
    await db.owner.sql`update audit set subject = 'x' where id = 2`
    await expect(run()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('row 2 was changed'),
    })
    await expect(run('--expect', 'abc')).rejects.toThrow(/64 hexadecimal digits/)
  })
})

describe('rows written before there was a chain', () => {
  it('[AUDIT-7] are chained in their order when the database is brought up to date', async () => {
    const name = `old_${systemClock.bytes(6).toString('hex')}`
    const admin = postgres(db.ownerUrl, { max: 1, onnotice: () => {} })
    await admin.unsafe(`create database ${name}`)
    const url = Object.assign(new URL(db.ownerUrl), { pathname: `/${name}` }).href
    const owner = openDatabase(url, { role: null, max: 1 })
    try {
      const before = listMigrations().filter((one) => one.name < '0007')
      await owner.sql`create table schema_migration (
        name text primary key, checksum text not null, applied_at timestamptz not null default now())`
      for (const { name: migration, checksum, text } of before) {
        await owner.sql.unsafe(text)
        await owner.sql`insert into schema_migration (name, checksum) values (${migration}, ${checksum})`
      }
      for (const at of ['2026-01-31 23:59:59.999+00', '2026-02-01 00:00+00', '2026-11-05 08:00+08'])
        await owner.sql`insert into audit (at, actor_kind, actor_id, action, subject, detail)
          values (${at}, 'shell', 'root', 'team.add', 'team:a', '{"name": "投诉一组"}')`
      await owner.sql`delete from audit where id = 2`
      await migrate(url)
      const verdict = await verifyAudit(owner.sql)
      expect(verdict).toMatchObject({ rows: 2, first: { id: 1 }, last: { id: 2 } })
      expect(verdict.fault).toBeUndefined()
    } finally {
      await owner.close()
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
    }
  })
})
