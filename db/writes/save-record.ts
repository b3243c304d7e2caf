import type { Sql } from '../client.ts'
import { callBack, verdictDispute } from '../schema/quality.ts'
import { call, callAlert, callInterval, segment, segmentStep, transcriptSegment } from '../schema/record.ts'
import { type AgentStateRow, addAgentSpans } from './add-agent-spans.ts'
import { type CallTable, replaceRows } from './replace-rows.ts'
import { type Checkpoint, saveCheckpoint } from './save-checkpoint.ts'

/** All rows of one call. */
export type CallRecord = {
  call: typeof call.$inferInsert
  segments: (typeof segment.$inferInsert)[]
  steps: (typeof segmentStep.$inferInsert)[]
  alerts: (typeof callAlert.$inferInsert)[]
  disputes: (typeof verdictDispute.$inferInsert)[]
  callBacks: (typeof callBack.$inferInsert)[]
  intervals: (typeof callInterval.$inferInsert)[]
  transcript: (typeof transcriptSegment.$inferInsert)[]
}

export type RecordBatch = {
  feedId: string
  calls: readonly CallRecord[]
  spans: readonly AgentStateRow[]
  /** Set when, with this batch, everything up to `position` is recorded. */
  reached?: { position: number; foldVersion: number }
  checkpoint?: Checkpoint
}

const saveCalls = async (sql: Parameters<typeof replaceRows>[0], feedId: string, calls: readonly CallRecord[]) => {
  const ids = calls.map((record) => record.call.callId)
  const replace = <T extends CallTable>(table: T, rowsOf: (record: CallRecord) => T['$inferInsert'][]) =>
    replaceRows(sql, table, feedId, ids, calls.flatMap(rowsOf))
  await replace(call, (record) => [record.call])
  await replace(segment, (record) => record.segments)
  await replace(segmentStep, (record) => record.steps)
  await replace(callAlert, (record) => record.alerts)
  await replace(verdictDispute, (record) => record.disputes)
  await replace(callBack, (record) => record.callBacks)
  await replace(callInterval, (record) => record.intervals)
  await replace(transcriptSegment, (record) => record.transcript)
}

/** One transaction: rows, the position they reach and, when it is time, the floor's state at that position. */
export const saveRecord = async (sql: Sql, batch: RecordBatch): Promise<void> => {
  const { feedId, calls, spans, reached, checkpoint } = batch
  await sql.begin(async (tx) => {
    if (calls.length > 0) await saveCalls(tx, feedId, calls)
    if (spans.length > 0) await addAgentSpans(tx, feedId, spans)
    if (checkpoint) await saveCheckpoint(tx, feedId, checkpoint)
    if (reached) {
      await tx`insert into record_position (feed_id, position, fold_version)
        values (${feedId}, ${reached.position}, ${reached.foldVersion})
        on conflict (feed_id) do update set position = excluded.position, fold_version = excluded.fold_version`
    }
  })
}
