import { type RuleSet, ruleSetSchema } from '#server/domain/rules.ts'
import type { Sql } from '../client.ts'

/** Rules of one version, or the newest; undefined when there is none. */
export const loadRules = async (sql: Sql, version?: number): Promise<RuleSet | undefined> => {
  const [row] = await sql<{ body: unknown }[]>`
    select body from rule_set where ${version ?? null}::int is null or version = ${version ?? null} order by version desc limit 1`
  return row && ruleSetSchema.parse(row.body)
}
