import type { Playbook } from '#server/domain/playbook/playbook.ts'
import { DEFAULT_RULES } from '#server/domain/rules.ts'
import { DEFAULT_SETTINGS } from '#server/domain/settings.ts'
import type { Sql } from '../client.ts'

/**
 * Puts version 1 of playbook, rules and settings into a database that has none; keeps what people edited since. Where the
 * newest playbook is of a build that knew no actions, or came with an earlier build and nobody published it, the shipped one
 * follows it as the next version.
 */
export const seedSettings = async (sql: Sql, playbook: Playbook): Promise<void> => {
  await sql.begin(async (tx) => {
    await tx`insert into playbook (version, body) values (${playbook.version}, ${JSON.stringify(playbook)}::text::jsonb)
      on conflict do nothing`
    await tx`insert into playbook (version, body)
      select version + 1, jsonb_set(${JSON.stringify(playbook)}::text::jsonb, '{version}', to_jsonb(version + 1))
      from (select version, body, published_by from playbook order by version desc limit 1) newest
      where not newest.body ? 'actions'
         or (newest.published_by is null and newest.body - 'version' <> ${JSON.stringify(playbook)}::text::jsonb - 'version')
      on conflict do nothing`
    await tx`insert into rule_set (version, body) values (${DEFAULT_RULES.version}, ${JSON.stringify(DEFAULT_RULES)}::text::jsonb)
      on conflict do nothing`
    await tx`insert into floor_settings (version, zone) values (${DEFAULT_SETTINGS.version}, ${DEFAULT_SETTINGS.zone})
      on conflict do nothing`
  })
}
