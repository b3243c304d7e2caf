import type { LawBook } from '#server/domain/feed/law-book.ts'
import { type Playbook, playbookSchema } from '#server/domain/playbook/playbook.ts'
import { ruleSetSchema } from '#server/domain/rules.ts'
import { floorSettingsSchema } from '#server/domain/settings.ts'
import { CodedError } from '#server/errors.ts'
import type { Sql } from '../client.ts'

type Rows = { playbooks: unknown[]; rules: unknown[]; settings: unknown[] }

const byVersion = <T extends { version: number }>(values: T[]): Map<number, T> =>
  new Map(values.map((value) => [value.version, value]))

/**
 * Every version of playbook, rules and settings, the newest of each being current. Playbooks that are known are not read
 * again: they never change. Throws `CodedError` on an empty database.
 */
export const loadLawBook = async (sql: Sql, known: ReadonlyMap<number, Playbook> = new Map()): Promise<LawBook> => {
  const [row] = await sql<Rows[]>`
    select
      (select coalesce(json_agg(body order by version), '[]') from playbook
       where version <> all(${[...known.keys()]}::int[])) as playbooks,
      (select coalesce(json_agg(body order by version), '[]') from rule_set) as rules,
      (select coalesce(json_agg(json_build_object('version', s.version, 'zone', s.zone, 'scenarioMap', m.entries)
         order by s.version), '[]')
       from floor_settings s cross join lateral (
         select coalesce(json_agg(json_build_object('kind', kind, 'key', key, 'scenario', scenario)), '[]') as entries
         from scenario_map where version = s.version) m) as settings`
  const playbooks = new Map([...known, ...byVersion(playbookSchema.array().parse(row?.playbooks ?? []))])
  const rules = byVersion(ruleSetSchema.array().parse(row?.rules ?? []))
  const settings = byVersion(floorSettingsSchema.array().parse(row?.settings ?? []))
  const newest = (versions: ReadonlyMap<number, unknown>) => Math.max(...versions.keys())
  if (playbooks.size === 0 || rules.size === 0 || settings.size === 0)
    throw new CodedError(
      'config',
      'The database holds no playbook, rules or settings: start the server once to seed it.',
    )
  return {
    playbooks,
    rules,
    settings,
    current: { playbook: newest(playbooks), rules: newest(rules), settings: newest(settings) },
  }
}
