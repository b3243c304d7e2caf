import type { AuditNote } from '../domain/audit-note.ts'
import type { CustomerErasure } from '../domain/customer-erasure.ts'
import type { SealedNumber } from '../domain/event.ts'

/** A call as the list of one customer's calls has it. Times in epoch ms, lengths in seconds. */
export type CustomerCall = {
  feedId: string
  callId: string
  startedAt: number
  clearedAt: number | null
  queueId: string | null
  agentId: string | null
  talkSec: number | null
  scenario: string | null
  peakLevel: number
}

/** What commands need to know of customers' numbers. */
export type CustomerFiles = {
  seal: {
    /** What would be kept of a clear number; without `customerRef` it is no number. */
    number(clear: string): SealedNumber
    /** Throws when it was sealed under another secret or changed. */
    open(sealed: string): string
  }
  /** The number of a call as the floor or the log has it. */
  findSealed(feedId: string, callId: string): Promise<SealedNumber | undefined>
  /** Newest first, at most `limit`, and how many there are. */
  listCalls(ref: string, limit: number): Promise<{ calls: CustomerCall[]; total: number }>
  /** A word that stands for the reference for a while, and only for this person: references leave the server no more than numbers do. */
  handles: {
    give(ref: string, viewerId: string): string
    find(handle: string, viewerId: string): string | undefined
  }
  /** Takes the customer out of log, record and floors; the note is written in the same transaction. */
  erase(ref: string, note: (erasure: CustomerErasure) => AuditNote): Promise<CustomerErasure>
}
