import type { Viewer } from './viewer.ts'

/** One line of the audit as whoever acts writes it. */
export type AuditNote = {
  /** Server time, epoch ms. */
  at: number
  actor: { kind: Viewer['kind']; id: string }
  /** Noun and verb, such as `alert.acknowledge`. */
  action: string
  /** Kind and id of what it was done to, such as `call:pbx/c1`. */
  subject: string
  detail: Record<string, unknown>
  /** Where the request came from. */
  address?: string
}
