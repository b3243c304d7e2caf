import { type Retention, retentionSchema } from '#server/domain/retention.ts'
import type { Sql } from '../client.ts'

export const loadRetention = async (sql: Sql): Promise<Retention> => {
  const rows = await sql<{ kind: string; days: number }[]>`select kind, days from retention`
  return retentionSchema.parse(Object.fromEntries(rows.map(({ kind, days }) => [kind, days])))
}
