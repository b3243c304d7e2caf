import type { AuditNote } from '../../domain/audit-note.ts'
import type { Permission } from '../../domain/may.ts'
import type { Viewer } from '../../domain/viewer.ts'

/** One table people may take away as a file, under `/api/export/NAME.csv`. */
export type Export = {
  /** Lower case, digits and dashes; the file's name too. */
  name: string
  permission: Permission
  /** Column names: those an import of the same table reads. */
  header: readonly string[]
  /** Rows this viewer may have; `query` is what the address says. Throws `CodedError`. */
  rows(viewer: Viewer, query: URLSearchParams): Promise<readonly (readonly string[])[]>
  /** The same for programs, under `/api/export/NAME.json`. */
  json?(viewer: Viewer, query: URLSearchParams): Promise<object>
  /** One value a line, under `/api/export/NAME.jsonl`. */
  jsonl?(viewer: Viewer, query: URLSearchParams): Promise<readonly object[]>
  /** How the audit names it; by itself as an `export` with what the address says. */
  note?(viewer: Viewer, query: URLSearchParams): Pick<AuditNote, 'action' | 'subject' | 'detail'>
}
