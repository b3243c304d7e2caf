import { bigint, boolean, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import { FEED_ORIGINS } from '#server/domain/words.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true })

/** A telephony feed. `owner` is the program that appends to its log, `term` rises with each claim, `position` is the log's end. */
export const feed = pgTable('feed', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  demo: boolean('demo').notNull().default(false),
  owner: text('owner'),
  term: bigint('term', { mode: 'number' }).notNull().default(0),
  position: bigint('position', { mode: 'number' }).notNull().default(0),
  createdAt: instant('created_at').notNull().defaultNow(),
})

/** Who may speak on `/feed`: the SHA-256 of a token (hex), for one feed, as its owner or a companion. */
export const feedToken = pgTable('feed_token', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  tokenHash: text('token_hash').notNull().unique(),
  feedId: text('feed_id')
    .notNull()
    .references(() => feed.id),
  origin: text('origin', { enum: FEED_ORIGINS }).notNull(),
  name: text('name').notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
  lastUsedAt: instant('last_used_at'),
  revokedAt: instant('revoked_at'),
})

export const deadLetter = pgTable('dead_letter', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  feedId: text('feed_id')
    .notNull()
    .references(() => feed.id),
  origin: text('origin', { enum: FEED_ORIGINS }).notNull(),
  receivedAt: instant('received_at').notNull(),
  path: text('path').notNull(),
  reason: text('reason').notNull(),
  /** The event as it came, numbers masked, cut at 4 KB. */
  event: text('event').notNull(),
})

export const deadLetterHour = pgTable(
  'dead_letter_hour',
  {
    feedId: text('feed_id')
      .notNull()
      .references(() => feed.id),
    hour: instant('hour').notNull(),
    kept: integer('kept').notNull(),
    dropped: bigint('dropped', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.feedId, t.hour] })],
)
