import type { Sql } from '#db/client.ts'
import { isDataError } from '#db/errors.ts'
import { listChangedCalls } from '#db/queries/list-changed-calls.ts'
import { loadRecordPosition } from '#db/queries/load-record-position.ts'
import { type RecordBatch, saveRecord } from '#db/writes/save-record.ts'

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

export const createRecordStore = (sql: Sql): RecordStore => ({
  save: (batch) => saveRecord(sql, batch),
  position: (feedId, foldVersion) => loadRecordPosition(sql, feedId, foldVersion),
  changedCalls: (feedId, after) => listChangedCalls(sql, feedId, after),
  isDataError,
})
