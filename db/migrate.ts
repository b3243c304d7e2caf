import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { CodedError } from '#server/errors.ts'
import { type Database, openDatabase, type Sql } from './client.ts'
import { explainConnectError } from './errors.ts'
import { APP_ROLE } from './roles.ts'

const FOLDER = new URL('./migrations/', import.meta.url)
const MIGRATION_LOCK = 7_166_003

type Migration = { name: string; checksum: string; text: string }

/** The committed migrations in order: `db/migrations/NNNN_name.sql`, each run once and never edited afterwards. */
export const listMigrations = (): Migration[] =>
  readdirSync(FOLDER)
    .filter((file) => /^\d{4}_[a-z0-9_]+\.sql$/.test(file))
    .sort()
    .map((file) => {
      const text = readFileSync(new URL(file, FOLDER), 'utf8')
      return { name: file.replace(/\.sql$/, ''), checksum: createHash('sha256').update(text).digest('hex'), text }
    })

const readApplied = async (sql: Sql): Promise<Map<string, string>> => {
  const [table] = await sql`select 1 from pg_tables where schemaname = 'public' and tablename = 'schema_migration'`
  if (!table) return new Map()
  const rows = await sql<{ name: string; checksum: string }[]>`select name, checksum from schema_migration`
  return new Map(rows.map((row) => [row.name, row.checksum]))
}

/** Names of migrations this version has and the database lacks. */
export const findMissingMigrations = async (sql: Sql): Promise<string[]> => {
  const applied = await readApplied(sql)
  return listMigrations()
    .filter(({ name }) => !applied.has(name))
    .map(({ name }) => name)
}

const createRole = async (sql: Sql) => {
  const [role] = await sql`select 1 from pg_roles where rolname = ${APP_ROLE}`
  if (role) return
  try {
    await sql.unsafe(`create role ${APP_ROLE} nologin`)
  } catch (cause) {
    throw new CodedError(
      'config',
      `The role ${APP_ROLE} is missing and cannot be made: as a superuser run CREATE ROLE ${APP_ROLE} NOLOGIN.`,
      { cause },
    )
  }
}

/** The server's role exists; the owner, and the user the server signs in as, may become it. */
const ensureRole = async (sql: Sql, appUser: string) => {
  await createRole(sql)
  const [facts] = await sql<{ me: string; version: number }[]>`
    select current_user as me, current_setting('server_version_num')::int as version`
  if (!facts) return
  const right = facts.version >= 160_000 ? 'set' : 'member'
  for (const user of new Set([facts.me, appUser])) {
    if (user === APP_ROLE) continue
    const [has] = await sql<{ may: boolean }[]>`select pg_has_role(${user}, ${APP_ROLE}, ${right}) as may`
    if (!has?.may) await sql`grant ${sql(APP_ROLE)} to ${sql(user)}`
  }
}

const runMigrations = async (sql: Sql): Promise<string[]> => {
  await sql`create table if not exists schema_migration (
    name text primary key, checksum text not null, applied_at timestamptz not null default now())`
  await sql.unsafe(`grant select on schema_migration to ${APP_ROLE}`)
  const applied = await readApplied(sql)
  const ran: string[] = []
  for (const { name, checksum, text } of listMigrations()) {
    const known = applied.get(name)
    if (known === checksum) continue
    if (known !== undefined) {
      throw new CodedError(
        'config',
        `Migration ${name} was changed after it ran here: restore the file and put the change into a new one.`,
      )
    }
    await sql.begin(async (tx) => {
      await tx.unsafe(text)
      await tx`insert into schema_migration (name, checksum) values (${name}, ${checksum})`
    })
    ran.push(name)
  }
  return ran
}

const userOf = (url: string) => decodeURIComponent(new URL(url).username) || 'postgres'

/**
 * Brings the database to this version, as its owner; `appUrl` is what the server will sign in with. Several programs may
 * call it at once. Returns the names of the migrations that ran.
 */
export const migrate = async (ownerUrl: string, appUrl: string = ownerUrl): Promise<string[]> => {
  let database: Database | undefined
  try {
    database = openDatabase(ownerUrl, { role: null, max: 1 })
    const { sql } = database
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`
    await ensureRole(sql, userOf(appUrl))
    return await runMigrations(sql)
  } catch (error) {
    throw explainConnectError(error)
  } finally {
    await database?.close()
  }
}
