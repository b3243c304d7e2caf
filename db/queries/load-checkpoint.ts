import type { Sql } from '../client.ts'
import type { Checkpoint } from '../writes/save-checkpoint.ts'

/** The last saved state of a feed's floor; undefined when there is none or another fold version made it. */
export const loadCheckpoint = async (
  sql: Sql,
  feedId: string,
  foldVersion: number,
): Promise<Checkpoint | undefined> => {
  const [row] = await sql<Checkpoint[]>`
    select position, fold_version as "foldVersion", (extract(epoch from saved_at) * 1000)::float8 as "savedAt", state
    from floor_checkpoint where feed_id = ${feedId} and fold_version = ${foldVersion}`
  return row
}
