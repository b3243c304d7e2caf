import { integer, jsonb, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core'
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
  /** Name of who published it; null for what was shipped. */
  publishedBy: text('published_by'),
  note: text('note'),
})

/** One row: the draft of the next playbook, if there is one. */
export const playbookDraft = pgTable('playbook_draft', {
  id: smallint('id').primaryKey().default(1),
  /** Rises with each write; who saw another one does not write. */
  revision: integer('revision').notNull(),
  baseVersion: integer('base_version').references(() => playbook.version),
  /** A playbook by its shape, maybe not yet by its sense. */
  body: jsonb('body').$type<object>(),
  savedBy: text('saved_by'),
  savedAt: timestamp('saved_at', { withTimezone: true, precision: 3 }),
})
