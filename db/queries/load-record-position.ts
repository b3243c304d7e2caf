import type { Sql } from '../client.ts'

/** Log position up to which a feed's rows are written; 0 when never, or when another fold version wrote them. */
export const loadRecordPosition = async (sql: Sql, feedId: string, foldVersion: number): Promise<number> => {
  const [row] = await sql<{ position: number }[]>`
    select position from record_position where feed_id = ${feedId} and fold_version = ${foldVersion}`
  return row?.position ?? 0
}
