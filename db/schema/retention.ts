import { date, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { RETENTION_KINDS } from '#server/domain/retention.ts'

/** Days each kind of data is kept. */
export const retention = pgTable('retention', {
  kind: text('kind', { enum: RETENTION_KINDS }).primaryKey(),
  days: integer('days').notNull(),
})

/** Nights on which old data was dropped, and what. */
export const retentionRun = pgTable('retention_run', {
  day: date('day').primaryKey(),
  at: timestamp('at', { withTimezone: true, precision: 3 }).notNull(),
  dropped: jsonb('dropped').notNull(),
})
