import type { ISql } from 'postgres'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import { type SavedBy, SETTINGS_CHANNEL } from './save-settings.ts'

type Tx = ISql<{ bigint: number }>

/** Writes the draft, or takes it away, and returns its new revision. Lock its row before. */
export const writePlaybookDraft = async (
  tx: Tx,
  draft: { body: object; baseVersion: number; saved: SavedBy } | null,
): Promise<number> => {
  const [row] = await tx<{ revision: number }[]>`
    update playbook_draft set
      revision = revision + 1,
      body = ${draft ? JSON.stringify(draft.body) : null}::text::jsonb,
      base_version = ${draft?.baseVersion ?? null},
      saved_by = ${draft?.saved.by ?? null},
      saved_at = to_timestamp(${draft?.saved.at ?? null}::float8 / 1000)
    where id = 1 returning revision`
  if (!row) throw new Error('the row of the draft is gone')
  return row.revision
}

/** Stores a version and tells every server of this database, which take it for calls that begin from then on. */
export const insertPlaybook = async (tx: Tx, playbook: Playbook, saved: SavedBy, note: string): Promise<void> => {
  await tx`insert into playbook (version, body, created_at, published_by, note)
    values (${playbook.version}, ${JSON.stringify(playbook)}::text::jsonb,
            to_timestamp(${saved.at}::float8 / 1000), ${saved.by}, ${note || null})`
  await tx`select pg_notify(${SETTINGS_CHANNEL}, '')`
}
