import type { ISql } from 'postgres'
import { type Playbook, playbookSchema } from '#server/domain/playbook/playbook.ts'

export type PlaybookVersion = {
  version: number
  /** Epoch ms. */
  publishedAt: number
  /** Null for what the product brought. */
  publishedBy: string | null
  note: string | null
}

/** The versions there are, newest first, without what they say. */
export const listPlaybookVersions = (sql: ISql<{ bigint: number }>): Promise<PlaybookVersion[]> =>
  sql<PlaybookVersion[]>`
    select version, (extract(epoch from created_at) * 1000)::float8 as "publishedAt", published_by as "publishedBy", note
    from playbook order by version desc`

/** The playbooks of some versions. */
export const loadPlaybooks = async (
  sql: ISql<{ bigint: number }>,
  versions: readonly number[],
): Promise<Map<number, Playbook>> => {
  const rows = await sql<{ version: number; body: unknown }[]>`
    select version, body from playbook where version = any(${[...versions]}::int[])`
  return new Map(rows.map(({ version, body }) => [version, playbookSchema.parse(body)]))
}
