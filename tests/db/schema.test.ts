import { readdirSync } from 'node:fs'
import path from 'node:path'
import { is } from 'drizzle-orm/entity'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

const FOLDER = path.resolve(import.meta.dirname, '../../db/schema')
/** Tables nobody reads through drizzle. */
const WITHOUT_SCHEMA = new Set(['schema_migration'])

let test: TestDatabase
let described: PgTable[]

beforeAll(async () => {
  test = await createTestDatabase()
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts'))
  const modules = await Promise.all(
    files.map((file) => import(path.join(FOLDER, file)) as Promise<Record<string, unknown>>),
  )
  described = [...new Set(modules.flatMap((module) => Object.values(module)))].filter((value) =>
    is(value, PgTable),
  ) as PgTable[]
})
afterAll(() => test.drop())

const describeCode = (table: PgTable) => {
  const { name, columns } = getTableConfig(table)
  return columns.map(
    (column) => `${name}.${column.name} ${column.getSQLType()} ${column.notNull ? 'not null' : 'null'}`,
  )
}

it('the schema in code is the schema the migrations make, column by column', async () => {
  const rows = await test.owner.sql<{ line: string; table: string }[]>`
    select c.relname as table,
           c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else ' null' end as line
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped`
  const inDatabase = rows.filter(({ table }) => !WITHOUT_SCHEMA.has(table)).map(({ line }) => normalise(line))
  const inCode = described.flatMap(describeCode).map(normalise)
  expect(inCode.sort()).toEqual(inDatabase.sort())
})

/** Two spellings of the same type. */
const normalise = (line: string) =>
  line.replace(/timestamp ?\((\d)\) with time zone/, 'timestamp with time zone($1)').replace(', ', ',')
