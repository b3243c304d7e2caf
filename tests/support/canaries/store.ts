import type { Sql } from 'postgres'

/** Every column that holds text in whatever form, of every table, with what is in it. */
export const readStore = async (sql: Sql): Promise<Map<string, string>> => {
  const columns = await sql<{ table: string; column: string; type: string }[]>`
    select c.table_name as table, c.column_name as column, c.data_type as type
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
    order by c.table_name, c.ordinal_position`
  const found = new Map<string, string>()
  for (const { table, column, type } of columns) {
    // What is kept as bytes is text all the same, such as a floor's checkpoint.
    const value = type === 'bytea' ? sql`${sql(column)}` : sql`${sql(column)}::text`
    const rows = await sql<{ value: string | Buffer | null }[]>`select ${value} as value from ${sql(table)}`
    found.set(`${table}.${column}`, rows.map((row) => row.value?.toString() ?? '').join('\n'))
  }
  return found
}
