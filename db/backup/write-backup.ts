import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Sql } from '../client.ts'
import { listMigrations } from '../migrate.ts'
import { describePartitions, describeTables } from './describe.ts'
import { controlLine } from './format.ts'

const ROWS_AT_ONCE = 1_000

/** Writes all rows of all tables as of one moment; does not end `out`. Resolves with how many rows there were. */
export const writeBackup = async (
  sql: Sql,
  out: Writable,
  given: { madeAt: string; secretMark: string; onTable: (name: string, rows: number) => void },
): Promise<number> => {
  const { madeAt, secretMark, onTable } = given
  const put = async (text: string) => {
    if (!out.write(text)) await once(out, 'drain')
  }
  const migrations = Object.fromEntries(listMigrations().map(({ name, checksum }) => [name, checksum]))
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    await put(controlLine({ is: 'linewarden-backup-1', madeAt, migrations, secretMark }))
    for (const partition of await describePartitions(tx)) await put(controlLine({ is: 'partition', ...partition }))
    let total = 0
    for (const { name } of await describeTables(tx)) {
      await put(controlLine({ is: 'table', name }))
      let rows = 0
      const cursor = tx<{ row: string }[]>`select row_to_json(t)::text as row from ${tx(name)} t`.cursor(ROWS_AT_ONCE)
      for await (const batch of cursor) {
        await put(`${batch.map(({ row }) => row).join('\n')}\n`)
        rows += batch.length
      }
      onTable(name, rows)
      total += rows
    }
    await put(controlLine({ is: 'end', rows: total }))
    return total
  })
}
