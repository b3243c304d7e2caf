import type { Sql } from '#db/client.ts'
import { ensurePartitions } from '#db/writes/ensure-partitions.ts'
import type { Clock } from '../clock.ts'

const EVERY_MS = 3_600_000

/**
 * Keeps the log's partitions made a week ahead: once now, then every hour. Rejects when the first time fails; later
 * failures go to `onError`, and the next hour tries again. Returns a function that stops it.
 */
export const startPartitionsJob = async (
  sql: Sql,
  clock: Clock,
  onError: (error: unknown) => void,
): Promise<() => void> => {
  await ensurePartitions(sql, clock.now())
  return clock.every(EVERY_MS, () => {
    ensurePartitions(sql, clock.now()).catch(onError)
  })
}
