import { type Playbook, playbookSchema } from '#server/domain/playbook/playbook.ts'
import type { Sql } from '../client.ts'

/** Playbook of one version, or the newest; undefined when there is none. */
export const loadPlaybook = async (sql: Sql, version?: number): Promise<Playbook | undefined> => {
  const [row] = await sql<{ body: unknown }[]>`
    select body from playbook where ${version ?? null}::int is null or version = ${version ?? null} order by version desc limit 1`
  return row && playbookSchema.parse(row.body)
}
