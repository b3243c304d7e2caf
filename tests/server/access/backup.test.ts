import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeTables } from '#db/backup/describe.ts'
import { ensurePartitions } from '#db/writes/ensure-partitions.ts'
import { openAccess } from '#server/access/auth.ts'
import { runAdmin } from '#server/admin/run-admin.ts'
import { systemClock } from '#server/clock.ts'
import { createRecordBench } from '#tests/server/record/record-bench.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { planShift } from '#tests/support/shift.ts'

let dir: string
const opened: TestDatabase[] = []
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'linewarden-backup-'))
})
afterEach(async () => {
  rmSync(dir, { recursive: true, force: true })
  for (const db of opened.splice(0)) await db.drop()
})

const admin = async (
  db: TestDatabase,
  argv: readonly string[],
  more: { isServed?: boolean; secretMark?: string } = {},
) => {
  const printed: string[] = []
  const publicUrl = 'http://127.0.0.1:3997'
  await runAdmin(argv, {
    clock: systemClock,
    access: openAccess({ database: db.database, clock: systemClock, secret: 's'.repeat(48), publicUrl, origins: [] }),
    database: db.database,
    ownerUrl: db.ownerUrl,
    isServed: false,
    secretMark: 'mark',
    actor: { kind: 'shell', id: 'tester' },
    print: (line) => void printed.push(line),
    ...more,
  })
  return printed.join('\n')
}

/** Every row of every table as text, but for what a backup and a restore note of themselves. */
const contents = async (db: TestDatabase): Promise<Record<string, string[]>> => {
  const { sql } = db.owner
  const all: Record<string, string[]> = {}
  for (const { name } of await describeTables(sql)) {
    const rows = await sql.unsafe<{ row: string }[]>(`select t::text as row from public."${name}" t order by 1`)
    all[name] = rows.map(({ row }) => row)
  }
  return all
}

/** An installation with users, a feed, a recorded shift and an audit. */
const installed = async () => {
  const bench = await createRecordBench()
  const db = bench.db
  opened.push(db)
  const life = await bench.boot()
  await life.feed(planShift(12))
  await life.passTime(5000)
  await life.recorder.close()
  await admin(db, ['team', 'add', '投诉一组', '--id', 'c1'])
  await admin(db, ['user', 'add', '8801', '--role', 'supervisor', '--team', 'c1'])
  return db
}

const fresh = async () => {
  const db = await createTestDatabase()
  opened.push(db)
  return db
}

describe('a backup', () => {
  it('restored into an empty database gives every row back, and the database goes on from there', async () => {
    const from = await installed()
    const file = join(dir, 'a.backup')
    expect(await admin(from, ['backup', file])).toMatch(/\d+ rows written/)
    const before = await contents(from)
    expect(before.feed_event?.length).toBeGreaterThan(100)
    expect(before.call?.length).toBe(12)

    const to = await fresh()
    const said = await admin(to, ['restore', file])
    expect(said).toMatch(/rows restored, as of \d{4}-/)
    const after = await contents(to)
    const restored = after.audit?.length ?? 0
    expect({ ...after, audit: [], audit_head: [] }).toEqual({ ...before, audit: [], audit_head: [] })
    expect(after.audit?.slice(0, restored - 1).sort()).toEqual(before.audit)
    await ensurePartitions(to.database.sql, systemClock.now())
    expect(await admin(to, ['feed', 'add', 'one more'])).toMatch(/token/)
    await expect(to.database.sql`delete from feed_event`).rejects.toThrow(/permission denied/)
  })

  it('tells of another secret, since numbers sealed under the old one cannot be opened with it', async () => {
    const from = await installed()
    const file = join(dir, 'b.backup')
    await admin(from, ['backup', file])
    expect(await admin(await fresh(), ['restore', file], { secretMark: 'other' })).toMatch(/secret here is another/)
  })

  it('is refused where it would cover something, whole', async () => {
    const from = await installed()
    const file = join(dir, 'c.backup')
    await admin(from, ['backup', file])
    const before = await contents(from)
    await expect(admin(from, ['restore', file])).rejects.toThrow(/empty one only/)
    expect((await contents(from)).feed_event).toEqual(before.feed_event)
    await expect(admin(await fresh(), ['restore', file], { isServed: true })).rejects.toThrow(/stop it first/)
    await expect(admin(from, ['backup', file])).rejects.toThrow(/there already/)
  })

  it('that was cut off, damaged, changed or of another version leaves the database as it was', async () => {
    const from = await installed()
    const file = join(dir, 'd.backup')
    await admin(from, ['backup', file])
    const text = gunzipSync(readFileSync(file)).toString('utf8')
    const to = await fresh()
    const empty = await contents(to)
    const attempt = async (bytes: Buffer) => {
      const bad = join(dir, 'bad.backup')
      writeFileSync(bad, bytes)
      return admin(to, ['restore', bad])
    }
    await expect(attempt(readFileSync(file).subarray(0, 4000))).rejects.toThrow(/cut off/)
    await expect(attempt(gzipSync(text.slice(0, text.lastIndexOf('#'))))).rejects.toThrow(/cut off/)
    await expect(attempt(gzipSync(text.slice(0, text.length >> 1)))).rejects.toThrow(/row its table|cut off/)
    await expect(attempt(gzipSync(text.replace('#{"is":"table"', 'drop table feed;\n#{"is":"table"')))).rejects.toThrow(
      /no part of a backup/,
    )
    await expect(attempt(gzipSync(text.replace('"bounds":"FOR', '"bounds":"); drop table feed; FOR')))).rejects.toThrow(
      /no part of a backup/,
    )
    await expect(attempt(gzipSync(text.replace('0001_log', '0001_other')))).rejects.toThrow(/another version/)
    await expect(attempt(gzipSync('hello\n'))).rejects.toThrow(/no backup/)
    await expect(attempt(gzipSync(text.replace(/"rows":\d+/, '"rows":7')))).rejects.toThrow(/says 7 rows/)
    expect(await contents(to)).toEqual(empty)
  })
})
