import { integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import type { RuleSet } from '#server/domain/rules.ts'
import { SCENARIOS } from '#server/domain/words.ts'

const createdAt = () => timestamp('created_at', { withTimezone: true }).notNull().defaultNow()

export const floorSettings = pgTable('floor_settings', {
  version: integer('version').primaryKey(),
  createdAt: createdAt(),
  zone: text('zone').notNull(),
  /** Name of who saved it; null for what was shipped or saved before names were kept. */
  savedBy: text('saved_by'),
})

export const scenarioMap = pgTable(
  'scenario_map',
  {
    version: integer('version')
      .notNull()
      .references(() => floorSettings.version),
    kind: text('kind', { enum: ['queue', 'dialled', 'ivr'] }).notNull(),
    key: text('key').notNull(),
    scenario: text('scenario', { enum: SCENARIOS }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.version, t.kind, t.key] })],
)

export const ruleSet = pgTable('rule_set', {
  version: integer('version').primaryKey(),
  createdAt: createdAt(),
  body: jsonb('body').$type<RuleSet>().notNull(),
})

export const playbook = pgTable('playbook', {
  version: integer('version').primaryKey(),
  createdAt: createdAt(),
  body: jsonb('body').$type<Playbook>().notNull(),
})
