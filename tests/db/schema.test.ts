import { is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as access from '#db/schema/access.ts'
import * as feed from '#db/schema/feed.ts'
import * as log from '#db/schema/log.ts'
import * as people from '#db/schema/people.ts'
import * as quality from '#db/schema/quality.ts'
import * as record from '#db/schema/record.ts'
import * as retention from '#db/schema/retention.ts'
import * as settings from '#db/schema/settings.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

type Column = { name: string; isRequired: boolean; type: string }

const tables = [access, feed, log, people, quality, record, retention, settings]
  .flatMap((file) => Object.values(file))
  .filter((value): value is PgTable => is(value, PgTable))
  .map(getTableConfig)

/** PostgreSQL's short names, without precision, for what the schema spells out. */
const plainType = (type: string) =>
  type
    .replace(/^serial$/, 'integer')
    .replace(/ ?\(\d+(, ?\d+)?\)/, '')
    .replace(/^numeric.*/, 'numeric')

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.drop())

const columnsOf = async (table: string): Promise<Column[]> =>
  (
    await db.owner.sql<Column[]>`
      select a.attname as name, a.attnotnull as "isRequired", format_type(a.atttypid, null) as type
      from pg_attribute a where a.attrelid = ${table}::text::regclass and a.attnum > 0 and not a.attisdropped`
  ).map((column) => ({ ...column, type: plainType(column.type) }))

const byName = (a: Column, b: Column) => a.name.localeCompare(b.name)

describe('the schema in code', () => {
  it.each(tables.map((table) => [table.name, table] as const))(
    'says what the migrations made of %s',
    async (name, table) => {
      const described = table.columns.map((column) => ({
        name: column.name,
        isRequired: column.notNull || column.primary || table.primaryKeys.some((key) => key.columns.includes(column)),
        type: plainType(column.getSQLType()),
      }))
      expect(described.toSorted(byName)).toEqual((await columnsOf(name)).toSorted(byName))
    },
  )

  it('describes every table', async () => {
    const rows = await db.owner.sql<{ name: string }[]>`
      select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`
    const found = rows.map(({ name }) => name).filter((name) => name !== 'schema_migration')
    expect(tables.map(({ name }) => name).toSorted()).toEqual(found)
  })
})
