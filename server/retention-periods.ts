import type { Sql } from '#db/client.ts'
import { listenFor } from '#db/listen-for.ts'
import { loadRetention } from '#db/queries/load-retention.ts'
import { RETENTION_CHANNEL } from '#db/writes/save-retention.ts'
import type { Retention } from './domain/retention.ts'

/** The periods in force; a change by any program comes in while the server runs. */
export const openRetentionPeriods = async (
  sql: Sql,
  onError: (error: unknown) => void,
): Promise<{ current(): Retention; close(): Promise<void> }> => {
  const listening = await listenFor(sql, RETENTION_CHANNEL, () => void refresh().catch(onError))
  let current = await loadRetention(sql)
  const refresh = async () => {
    current = await loadRetention(sql)
  }
  return { current: () => current, close: () => listening.unlisten() }
}
