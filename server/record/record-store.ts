import type { Sql } from '#db/client.ts'
import { isDataError, NO_PARTITION, sqlState } from '#db/errors.ts'
import { listChangedCalls } from '#db/queries/list-changed-calls.ts'
import { loadRecordPosition } from '#db/queries/load-record-position.ts'
import { makeRecordPartitions } from '#db/writes/make-record-partitions.ts'
import { type RecordBatch, saveRecord } from '#db/writes/save-record.ts'
import { partitionsNeeded } from './partitions-needed.ts'

/** Where the recorder writes, and what it asks to know where it stopped. */
export type RecordStore = {
  /** One transaction; rejects without having written anything. */
  save(batch: RecordBatch): Promise<void>
  /** Position up to which the record is complete under this fold version; 0 = write everything again. */
  position(feedId: string, foldVersion: number): Promise<number>
  /** Ids of calls that entries after a position name. */
  changedCalls(feedId: string, after: number): Promise<string[]>
  /** True when a second try of the same batch would fail the same way. */
  isDataError(error: unknown): boolean
}

export const createRecordStore = (sql: Sql): RecordStore => {
  const made = new Set<string>()

  const makePartitions = async (batch: RecordBatch) => {
    const missing = partitionsNeeded(batch).filter(({ parent, day }) => !made.has(`${parent} ${day}`))
    if (missing.length === 0) return
    await makeRecordPartitions(sql, missing)
    for (const { parent, day } of missing) made.add(`${parent} ${day}`)
  }

  return {
    async save(batch) {
      try {
        await makePartitions(batch)
        await saveRecord(sql, batch)
      } catch (error) {
        if (sqlState(error) !== NO_PARTITION) throw error
        // Dropped since this process made it, by whatever server carried out the night's retention.
        made.clear()
        await makePartitions(batch)
        await saveRecord(sql, batch)
      }
    },
    position: (feedId, foldVersion) => loadRecordPosition(sql, feedId, foldVersion),
    changedCalls: (feedId, after) => listChangedCalls(sql, feedId, after),
    isDataError,
  }
}
