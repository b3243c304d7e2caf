import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { CodedError } from '#server/errors.ts'
import { APP_ROLE } from './roles.ts'

/** A bigint column is a number here: positions and counters stay far below 2^53. */
const bigintAsNumber = { to: 20, from: [20], serialize: String, parse: Number }

export type Sql = postgres.Sql<{ bigint: number }>

export type Database = {
  /**
   * Hand-written statements. The drizzle handle shares this pool and leaves times and JSON parameters as text: select
   * times as epoch milliseconds, and pass JSON as `${JSON.stringify(x)}::text::json`.
   */
  sql: Sql
  orm: PostgresJsDatabase
  /** What it was opened with, for a thread that opens one of its own. */
  url: string
  close(): Promise<void>
}

export type OpenOptions = {
  /** Role to work as after signing in; null keeps the one of the URL. */
  role?: string | null
  /** Connections at most. */
  max?: number
}

/** Next bundles pages apart from the server, so a module variable could exist twice; the global symbol registry cannot. */
const HANDLE = Symbol.for('linewarden.db')
const shared = globalThis as { [HANDLE]?: Database }

/** A database that is back is used within this time. */
const LONGEST_BACKOFF_SEC = 1

const connect = (url: string, { role = APP_ROLE, max = 10 }: OpenOptions): Sql => {
  try {
    return postgres(url, {
      max,
      connect_timeout: 10,
      backoff: (attempt) => Math.min(2 ** attempt / 100, LONGEST_BACKOFF_SEC),
      onnotice: () => {},
      types: { bigint: bigintAsNumber },
      connection: { application_name: 'linewarden', TimeZone: 'UTC', ...(role ? { role } : {}) },
    })
  } catch (cause) {
    throw new CodedError(
      'config',
      'DATABASE_URL is not a PostgreSQL URL such as postgres://user:password@host:5432/linewarden.',
      { cause },
    )
  }
}

/** Opens a pool; connects when it is first used. */
export const openDatabase = (url: string, options: OpenOptions = {}): Database => {
  const sql = connect(url, options)
  return { sql, orm: drizzle(sql), url, close: () => sql.end({ timeout: 2 }) }
}

/** Makes `database` the one that pages read from. */
export const shareDatabase = (database: Database | undefined) => {
  shared[HANDLE] = database
}

/** The database of this process, for pages. Throws `CodedError('unavailable')` before the server has opened it. */
export const getDatabase = (): Database => {
  const database = shared[HANDLE]
  if (!database) throw new CodedError('unavailable', 'The database is not open yet.')
  return database
}
