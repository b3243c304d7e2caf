import type { AuditNote } from '../domain/audit-note.ts'
import type { ImportAnswer, ImportKind, ImportRow } from '../protocol/imports.ts'
import type { RequestBody } from '../protocol/requests.ts'

type Change<T> = (given: T, note: AuditNote) => Promise<void>
type Agent = { feedId: string; agentId: string }

/** Changes of who sits, works and leads where and when. Each writes and is noted in one transaction, or throws `CodedError`. */
export type SeatWork = {
  /** Tells where else the person is known to be at that time. */
  correctIdentity: (
    given: Agent & Omit<RequestBody<'identity:correct'>, 'feed' | 'agentId'>,
    note: AuditNote,
  ) => Promise<{ elsewhere: readonly object[] }>
  takeBackIdentity: Change<Agent & { from: number }>
  removeSeat: Change<string>
  removeShift: Change<RequestBody<'roster:remove'>>
  saveDuty: (given: RequestBody<'duty:save'>, note: AuditNote) => Promise<{ dutyId: string }>
  removeDuty: Change<string>
  /** Reads a whole file; without `isFinal` only tells what it would do. */
  importRows: {
    [K in ImportKind]: (rows: readonly ImportRow<K>[], isFinal: boolean, note: AuditNote) => Promise<ImportAnswer>
  }
}
