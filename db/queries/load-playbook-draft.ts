import type { ISql } from 'postgres'

export type StoredDraft = {
  /** As it was stored: a playbook by its shape, maybe not yet by its sense. */
  body: object
  baseVersion: number
  savedBy: string
  /** Epoch ms. */
  savedAt: number
}

type Row = { revision: number; body: object | null; baseVersion: number; savedBy: string; savedAt: number }

/** The draft of the next playbook and its revision; `forUpdate` in a transaction that will write it. */
export const loadPlaybookDraft = async (
  sql: ISql<{ bigint: number }>,
  forUpdate = false,
): Promise<{ revision: number; draft: StoredDraft | null }> => {
  const [row] = await sql<Row[]>`
    select revision, body, base_version as "baseVersion", saved_by as "savedBy",
           (extract(epoch from saved_at) * 1000)::float8 as "savedAt"
    from playbook_draft where id = 1 ${forUpdate ? sql`for update` : sql``}`
  if (!row) throw new Error('the row of the draft is gone')
  const { revision, body, ...rest } = row
  return { revision, draft: body && { body, ...rest } }
}
