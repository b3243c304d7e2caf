import { getTableColumns, getTableName } from 'drizzle-orm'
import { getTableConfig, type PgColumn, type PgTable } from 'drizzle-orm/pg-core'
import type { ISql } from 'postgres'

/** A table whose rows belong to calls. */
export type CallTable = PgTable & { feedId: PgColumn; callId: PgColumn }

const quote = (name: string) => `"${name}"`
const list = (names: readonly string[], map: (name: string) => string) => names.map(map).join(', ')

const statementOf = (table: CallTable): string => {
  const name = quote(getTableName(table))
  const columns = Object.entries(getTableColumns(table))
  const names = columns.map(([, column]) => column.name)
  const keys = getTableConfig(table).primaryKeys.flatMap((key) => key.columns.map((column) => column.name))
  const rest = names.filter((column) => !keys.includes(column))
  const record = columns.map(([field, column]) => `${quote(field)} ${column.getSQLType()}`).join(', ')
  const renamed = columns.map(([field, column]) => `${quote(field)} as ${quote(column.name)}`).join(', ')
  // Keys are looked up in a hash of `not in`: the planner knows no row counts here and would join every row with every other.
  return `
    with given as (
      select ${renamed} from json_to_recordset($1::text::json) as r(${record})
    ), gone as (
      delete from ${name} as held where held.feed_id = $2 and held.call_id = any($3::text[])
        and (${list(keys, (k) => `held.${quote(k)}`)}) not in (select ${list(keys, quote)} from given)
    )
    insert into ${name} as held (${list(names, quote)})
    select ${list(names, quote)} from given
    on conflict (${list(keys, quote)}) do update set ${list(rest, (c) => `${quote(c)} = excluded.${quote(c)}`)}
    where (${list(rest, (c) => `held.${quote(c)}`)}) is distinct from (${list(rest, (c) => `excluded.${quote(c)}`)})`
}

const statements = new Map<PgTable, string>()

/** Makes the table hold exactly these rows for these calls. A row that is there already is not written again. */
export const replaceRows = async <T extends CallTable>(
  sql: ISql<{ bigint: number }>,
  table: T,
  feedId: string,
  callIds: readonly string[],
  rows: readonly T['$inferInsert'][],
): Promise<void> => {
  const statement = statements.get(table) ?? statementOf(table)
  statements.set(table, statement)
  await sql.unsafe(statement, [JSON.stringify(rows), feedId, [...callIds]], { prepare: true })
}
