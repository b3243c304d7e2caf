import type { Role, Viewer } from '../../domain/viewer.ts'
import type { UserRow, UserRowResult } from '../../protocol/user-requests.ts'

type Actor = { kind: Viewer['kind']; id: string }
type Standing = { name: string; role: Role; teamIds: readonly string[] }

/** What is done about users. Each throws `CodedError` with the exact reason, and audits what it changed in one transaction. */
export type UserOffice = {
  add(actor: Actor, given: Standing & { username: string }): Promise<{ id: string; password: string }>
  edit(actor: Actor, userId: string, given: Standing): Promise<void>
  resetPassword(actor: Actor, userId: string): Promise<string>
  setDisabled(actor: Actor, userId: string, isDisabled: boolean): Promise<void>
  unlock(actor: Actor, userId: string): Promise<void>
  /** All sessions but `keep`; resolves with how many ended. */
  endSessions(actor: Actor, userId: string, keep?: string): Promise<number>
  endSession(actor: Actor, userId: string, sessionId: string): Promise<void>
  previewImport(actor: Actor, rows: readonly UserRow[]): Promise<UserRowResult[]>
  import(actor: Actor, rows: readonly UserRow[]): Promise<UserRowResult[]>
}
