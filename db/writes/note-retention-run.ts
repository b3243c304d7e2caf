import type { ISql } from 'postgres'
import type { Dropped } from './drop-expired.ts'

/** False when another server carried out this day already. Give a transaction. */
export const noteRetentionRun = async (
  tx: ISql<{ bigint: number }>,
  run: { day: string; at: number; dropped: Dropped },
): Promise<boolean> => {
  const { count } = await tx`insert into retention_run (day, at, dropped)
    values (${run.day}::text::date, to_timestamp(${run.at}::float8 / 1000), ${JSON.stringify(run.dropped)}::text::jsonb)
    on conflict (day) do nothing`
  return count > 0
}
