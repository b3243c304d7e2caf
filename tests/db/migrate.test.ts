import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { assertDatabase } from '#db/assert-database.ts'
import { openDatabase } from '#db/client.ts'
import { listMigrations, migrate } from '#db/migrate.ts'
import { ensurePartitions } from '#db/writes/ensure-partitions.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(() => test.drop())

const withEmptyDatabase = async (create: string, use: (url: string) => Promise<void>) => {
  const admin = postgres(test.ownerUrl, { max: 1, onnotice: () => {} })
  const name = `empty_${randomBytes(6).toString('hex')}`
  await admin.unsafe(`create database ${name} ${create}`)
  try {
    await use(Object.assign(new URL(test.ownerUrl), { pathname: `/${name}` }).href)
  } finally {
    await admin.unsafe(`drop database ${name} with (force)`)
    await admin.end()
  }
}

const assertAt = async (url: string) => {
  const { sql, close } = openDatabase(url, { max: 1 })
  try {
    await assertDatabase(sql)
  } finally {
    await close()
  }
}

describe('migrations', () => {
  it('are numbered without a gap', () => {
    const numbers = listMigrations().map(({ name }) => Number(name.slice(0, 4)))
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  })

  it('run once, all of them, even when several programs start at once', async () => {
    await withEmptyDatabase('', async (url) => {
      const ran = await Promise.all([migrate(url), migrate(url), migrate(url)])
      expect(ran.flat().sort()).toEqual(listMigrations().map(({ name }) => name))
      await assertAt(url)
    })
  })

  it('refuse a file that was edited after it ran', async () => {
    await withEmptyDatabase('', async (url) => {
      await migrate(url)
      const owner = openDatabase(url, { role: null, max: 1 })
      await owner.sql`update schema_migration set checksum = 'other' where name = '0001_log'`
      await expect(migrate(url)).rejects.toMatchObject({ code: 'config', message: expect.stringContaining('0001_log') })
      await owner.close()
    })
  })
})

describe('a database that will not do is refused in one line that says what to do', () => {
  const refuses = async (attempt: Promise<void>, words: string) => {
    const error = await attempt.then(
      () => undefined,
      (e: Error & { code: string }) => e,
    )
    expect(error).toMatchObject({ code: 'config', message: expect.stringContaining(words) })
    expect(error?.message).not.toContain('\n')
    expect(error?.message).toContain(':')
  }

  it('when migrations are missing', async () => {
    await withEmptyDatabase('', (url) => refuses(assertAt(url), 'missing: 0001_log'))
  })

  it('when it is not UTF-8', async () => {
    await withEmptyDatabase(`encoding 'SQL_ASCII' locale 'C' template template0`, (url) =>
      refuses(assertAt(url), 'encoding is SQL_ASCII'),
    )
  })

  it('when it would lose acknowledged events', async () => {
    await withEmptyDatabase('', async (url) => {
      await migrate(url)
      const owner = openDatabase(url, { role: null, max: 1 })
      await owner.sql.unsafe(`alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = off`)
      await owner.close()
      await refuses(assertAt(url), 'synchronous_commit off')
    })
  })

  it('when it cannot be reached, refuses the password, or does not exist', async () => {
    const change = (parts: Partial<URL>) => Object.assign(new URL(test.appUrl), parts).href
    await refuses(assertAt(change({ port: '1' })), 'cannot be reached (ECONNREFUSED)')
    await refuses(assertAt(change({ password: 'wrong' })), 'refuses the user or password')
    await refuses(assertAt(change({ pathname: '/nowhere' })), 'does not exist')
    await refuses(
      migrate('nonsense').then(() => {}),
      'is not a PostgreSQL URL',
    )
  })
})

describe('the role the server works as', () => {
  it('may add to the log and may not change, delete or redefine it', async () => {
    const { sql } = test.database
    await expect(sql`select current_user as me`).resolves.toMatchObject([{ me: 'linewarden_app' }])
    for (const statement of [
      `update feed_event set event = '{}'`,
      'delete from feed_event',
      'truncate feed_event',
      'delete from feed_event_key',
      'drop table feed_event',
      'create table mine (n int)',
      'update schema_migration set checksum = 1',
    ]) {
      await expect(sql.unsafe(statement), statement).rejects.toMatchObject({ code: '42501' })
    }
    const partitions = await test.owner.sql<{ name: string }[]>`
      select relid::regclass::text as name from pg_partition_tree('feed_event') where isleaf`
    for (const { name } of partitions) {
      await expect(sql.unsafe(`delete from ${name}`), name).rejects.toMatchObject({ code: '42501' })
    }
  })

  it('is also what an owner URL alone leads to', async () => {
    const { sql, close } = openDatabase(test.ownerUrl, { max: 1 })
    await expect(sql`select current_user as me`).resolves.toMatchObject([{ me: 'linewarden_app' }])
    await expect(sql`delete from feed_event`).rejects.toMatchObject({ code: '42501' })
    await close()
  })

  it('makes partitions a week ahead, for the audit three months, and none twice', async () => {
    const { sql } = test.database
    const now = Date.UTC(2031, 0, 31, 23, 59)
    expect(await ensurePartitions(sql, now)).toBe(9 + 3)
    expect(await ensurePartitions(sql, now)).toBe(0)
    expect(await ensurePartitions(sql, now + 86_400_000)).toBe(1 + 1)
    const names = await test.owner.sql<{ name: string }[]>`
      select relid::regclass::text as name from pg_partition_tree('feed_event') where relid::regclass::text like 'feed_event_2031%' order by 1`
    expect([names[0]?.name, names.at(-1)?.name, names.length]).toEqual([
      'feed_event_20310130',
      'feed_event_20310208',
      10,
    ])
  })
})
