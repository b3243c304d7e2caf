import type { Sql } from '../client.ts'

export type NeededPartition = {
  parent:
    | 'call'
    | 'segment'
    | 'segment_step'
    | 'call_alert'
    | 'verdict_dispute'
    | 'call_back'
    | 'call_interval'
    | 'agent_state'
    | 'transcript_segment'
  /** Any day of it, YYYY-MM-DD. */
  day: string
}

/** Makes the parts of the record that rows of these days fall into; those there are already stay. */
export const makeRecordPartitions = async (sql: Sql, needed: readonly NeededPartition[]): Promise<void> => {
  await sql`select make_record_partition(parent, day)
    from json_to_recordset(${JSON.stringify(needed)}::text::json) as n(parent text, day date)`
}
