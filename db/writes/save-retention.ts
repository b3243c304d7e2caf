import type { ISql } from 'postgres'
import type { Retention } from '#server/domain/retention.ts'

/** What is told to every server of this database after a period changed. */
export const RETENTION_CHANNEL = 'retention'

/** Give a transaction. */
export const saveRetention = async (tx: ISql<{ bigint: number }>, retention: Retention): Promise<void> => {
  await tx`update retention set days = (${JSON.stringify(retention)}::text::json ->> kind)::int`
  await tx`select pg_notify(${RETENTION_CHANNEL}, '')`
}
