import type { Clock } from '../clock.ts'
import type { NewEntry } from '../domain/event-log.ts'
import type { Permission } from '../domain/may.ts'
import type { Subject, Viewer } from '../domain/viewer.ts'
import type { CallView } from '../protocol/call-view.ts'
import type { Directory, Floors } from '../protocol/floor-port.ts'
import type { RequestBody, RequestName } from '../protocol/requests.ts'
import type { ImportStage } from './import-stage.ts'
import type { SeatWork } from './seat-work.ts'

export type AuditNote = {
  /** Server time, epoch ms. */
  at: number
  actor: { kind: Viewer['kind']; id: string }
  /** Noun and verb, such as `alert.acknowledge`. */
  action: string
  /** Kind and id of what it was done to. */
  subject: string
  detail: Record<string, unknown>
}

/** What a person can act on in a call, whether the floor holds it or only the record. */
export type ActedCall = { subject: Subject; view: CallView }

export type CommandParts = {
  floors: Floors
  directory: Directory
  clock: Clock
  /** Through the feed's one appender; resolves after COMMIT. */
  append: (feedId: string, entries: readonly NewEntry[]) => Promise<void>
  audit: (note: AuditNote) => Promise<void>
  /** A call that left the floor. */
  findRecordedCall: (feedId: string, callId: string) => Promise<ActedCall | null>
  /** Moves an agent into a team from `from` (epoch ms) on and notes it, in one transaction. */
  placeAgent: (
    placement: { feedId: string; agentId: string; teamId: string; from: number },
    note: AuditNote,
  ) => Promise<void>
  seats: SeatWork
  /** Where the parts of a file wait for each other. */
  imports: ImportStage
}

/** One thing people can do, and the permission it takes. */
export type Verb<N extends RequestName> = {
  permission: Permission
  /** What the answer says beside `ok`. Throws `CodedError`. */
  run(body: RequestBody<N>, viewer: Viewer, parts: CommandParts): Promise<object>
}
