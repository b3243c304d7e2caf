import type { TransactionSql } from 'postgres'
import { CodedError } from '#server/errors.ts'
import type { Sql } from '../client.ts'
import { isDataError } from '../errors.ts'
import { listMigrations } from '../migrate.ts'
import { APP_ROLE } from '../roles.ts'
import { describePartitions, describeTables } from './describe.ts'
import { type Manifest, readControl } from './format.ts'

type Tx = TransactionSql<{ bigint: number }>

const ROWS_AT_ONCE = 1_000

const refuse = (sentence: string, cause?: unknown) => new CodedError('bad_request', sentence, { cause })

const readManifest = (line: string | undefined): Manifest => {
  const manifest = readControl(line ?? '')
  if (manifest?.is !== 'linewarden-backup-1') throw refuse('This file is no backup of Linewarden.')
  const own = Object.fromEntries(listMigrations().map(({ name, checksum }) => [name, checksum]))
  const differs = Object.keys({ ...own, ...manifest.migrations }).filter(
    (name) => own[name] !== manifest.migrations[name],
  )
  if (differs.length > 0)
    throw refuse(
      `This backup was made by another version (migrations that differ: ${differs.join(', ')}): restore it with that version, then upgrade.`,
    )
  return manifest
}

const assertEmpty = async (tx: Tx) => {
  const [row] = await tx<{ feeds: number; users: number }[]>`
    select (select count(*)::int from feed) as feeds, (select count(*)::int from app_user) as users`
  if (row && (row.feeds > 0 || row.users > 0))
    throw new CodedError(
      'conflict',
      `This database holds ${row.feeds} feeds and ${row.users} users: a backup is restored into an empty one only.`,
    )
}

/** Takes away what a new database comes with, partitions too; resolves with the columns of each table. */
const makeEmpty = async (tx: Tx): Promise<Map<string, string[]>> => {
  const tables = await describeTables(tx)
  for (const { name } of await describePartitions(tx)) await tx`drop table ${tx(name)}`
  await tx`truncate ${tx(tables.map(({ name }) => name))}`
  return new Map(tables.map(({ name, columns }) => [name, columns]))
}

/** Counters of ids go on after the highest that came back. */
const moveSequences = async (tx: Tx) => {
  const counted = await tx<{ name: string; id: string }[]>`
    select c.relname as name, a.attname as id from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and a.attidentity <> ''`
  for (const { name, id } of counted)
    await tx`select setval(pg_get_serial_sequence(${`public.${name}`}, ${id}),
      (select coalesce(max(${tx(id)}), 0) + 1 from ${tx(name)}), false)`
}

/** Rows of one table as they come, written a thousand at a time. */
const createRowWriter = (tx: Tx, table: string, columns: readonly string[]) => {
  const waiting: string[] = []
  let rows = 0
  const flush = async () => {
    if (waiting.length === 0) return
    const batch = `[${waiting.splice(0).join(',')}]`
    await tx`insert into ${tx(table)} (${tx([...columns])}) overriding system value
      select ${tx([...columns])} from json_populate_recordset(null::${tx(table)}, ${batch}::text::json)`
  }
  return {
    table,
    async add(row: string) {
      rows++
      waiting.push(row)
      if (waiting.length >= ROWS_AT_ONCE) await flush()
    },
    async finish(): Promise<number> {
      await flush()
      return rows
    },
  }
}

const readRows = async (
  tx: Tx,
  lines: AsyncIterator<string>,
  onTable: (table: string, rows: number) => void,
): Promise<number> => {
  const columns = await makeEmpty(tx)
  let writer: ReturnType<typeof createRowWriter> | undefined
  let total = 0
  const finishTable = async () => {
    if (!writer) return
    const rows = await writer.finish()
    onTable(writer.table, rows)
    total += rows
  }
  for (;;) {
    const { value: line, done } = await lines.next()
    if (done) throw refuse('The file has no last line: it was damaged or cut off.')
    const control = readControl(line)
    if (!control && writer && line.startsWith('{')) await writer.add(line)
    else if (control?.is === 'partition') {
      await tx.unsafe(`create table "${control.name}" partition of "${control.parent}" ${control.bounds}`)
      await tx`revoke all on ${tx(control.name)} from ${tx(APP_ROLE)}`
    } else if (control?.is === 'table' && columns.has(control.name)) {
      await finishTable()
      writer = createRowWriter(tx, control.name, columns.get(control.name) ?? [])
    } else if (control?.is === 'end') {
      await finishTable()
      if (control.rows !== total) throw refuse(`The file says ${control.rows} rows and holds ${total}.`)
      return total
    } else throw refuse('The file holds a line that is no part of a backup.')
  }
}

/**
 * Puts a backup into an empty, migrated database, as its owner, wholly or not at all. Throws `CodedError` for a file that
 * is none, was cut off or is of another version, and for a database that holds something.
 */
export const readBackup = async (
  sql: Sql,
  lines: AsyncIterator<string>,
  onTable: (table: string, rows: number) => void,
): Promise<{ manifest: Manifest; rows: number }> => {
  const manifest = readManifest((await lines.next()).value)
  try {
    return await sql.begin(async (tx) => {
      await assertEmpty(tx)
      const rows = await readRows(tx, lines, onTable)
      await moveSequences(tx)
      return { manifest, rows }
    })
  } catch (error) {
    throw isDataError(error) ? refuse('The file holds a row its table does not take.', error) : error
  }
}
