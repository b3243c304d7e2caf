import type { Clock } from '../clock.ts'
import type { AuditNote } from '../domain/audit-note.ts'
import type { AuditVerdict } from '../domain/audit-verdict.ts'
import type { NewEntry } from '../domain/event-log.ts'
import type { Permission } from '../domain/may.ts'
import type { Retention } from '../domain/retention.ts'
import type { Subject, Viewer } from '../domain/viewer.ts'
import type { CallView } from '../protocol/call-view.ts'
import type { CustomerFiles } from '../protocol/customer-port.ts'
import type { Directory, Floors } from '../protocol/floor-port.ts'
import type { ImportStage } from '../protocol/imports.ts'
import type { RequestBody, RequestName } from '../protocol/requests.ts'
import type { BackTestDesk } from './back-test.ts'
import type { OrganisationDesk } from './organisation.ts'
import type { PlaybookDesk } from './playbook.ts'
import type { SeatWork } from './seat-work.ts'
import type { UserOffice } from './users/user-office.ts'

/** What a person can act on in a call, whether the floor holds it or only the record. */
export type ActedCall = { subject: Subject; view: CallView }

export type CommandParts = {
  floors: Floors
  directory: Directory
  clock: Clock
  /** Where the request came from. */
  address?: string
  /** Through the feed's one appender; resolves after COMMIT, of the entries' audit notes too. */
  append: (feedId: string, entries: readonly NewEntry[]) => Promise<void>
  audit: (note: AuditNote) => Promise<void>
  verifyAudit: () => Promise<AuditVerdict>
  customers: CustomerFiles
  /** A call that left the floor. */
  findRecordedCall: (feedId: string, callId: string) => Promise<ActedCall | null>
  /** Whether the log still holds the call, so that what is said of it can change it. */
  hasCallEvents: (feedId: string, callId: string) => Promise<boolean>
  /** Sets how long data is kept and notes it, in one transaction. */
  saveRetention: (retention: Retention, note: AuditNote) => Promise<void>
  /** Who may sign in; each change is audited with it. */
  users: UserOffice
  organisation: OrganisationDesk
  playbooks: PlaybookDesk
  backTests: BackTestDesk
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
