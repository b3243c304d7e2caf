import { CodedError } from '#server/errors.ts'
import type { Sql } from './client.ts'
import { explainConnectError } from './errors.ts'
import { findMissingMigrations } from './migrate.ts'

const OLDEST_VERSION = 140_000

type Facts = { version: number; encoding: string; fsync: string; commit: string }

const readFacts = async (sql: Sql): Promise<Facts> => {
  const [facts] = await sql<Facts[]>`
    select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
           current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`
  if (!facts) throw new CodedError('config', 'The database says nothing about itself.')
  return facts
}

/**
 * What must be true of the database before the server takes its first event. Throws `CodedError('config')` with one line
 * that says what to do.
 */
export const assertDatabase = async (sql: Sql): Promise<void> => {
  try {
    const { version, encoding, fsync, commit } = await readFacts(sql)
    const refuse = (sentence: string): never => {
      throw new CodedError('config', sentence)
    }
    if (version < OLDEST_VERSION)
      refuse(`PostgreSQL ${Math.floor(version / 10_000)} is too old: version 14 or later is needed.`)
    if (encoding !== 'UTF8')
      refuse(
        `The database's encoding is ${encoding}: make a new one with createdb --encoding=UTF8 --template=template0.`,
      )
    if (fsync !== 'on')
      refuse('The database runs with fsync off and could lose acknowledged events: set fsync = on and reload it.')
    if (!['on', 'remote_write', 'remote_apply', 'local'].includes(commit)) {
      refuse(
        `The database runs with synchronous_commit ${commit} and could lose acknowledged events: set it to on and reload it.`,
      )
    }
    const missing = await findMissingMigrations(sql)
    if (missing.length > 0)
      refuse(
        `The database is behind this version: run the migrations with npm run admin -- migrate (missing: ${missing.join(', ')}).`,
      )
  } catch (error) {
    throw explainConnectError(error)
  }
}
