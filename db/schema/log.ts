import { bigint, json, pgTable, primaryKey, smallint, text, timestamp } from 'drizzle-orm/pg-core'
import type { Event, ForeignEvent } from '#server/domain/event.ts'
import { ENTRY_SOURCES, FEED_ORIGINS } from '#server/domain/words.ts'

/** Slim and never partitioned: what makes a second delivery a duplicate. `scope` is the origin, or `person` or `server`. */
export const feedEventKey = pgTable(
  'feed_event_key',
  {
    feedId: text('feed_id').notNull(),
    scope: text('scope').notNull(),
    epoch: text('epoch').notNull(),
    eventId: text('event_id').notNull(),
    position: bigint('position', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.feedId, t.scope, t.epoch, t.eventId] })],
)

/** The log. Partitioned by the day of receipt; the server can add to it and nothing else. */
export const feedEvent = pgTable('feed_event', {
  feedId: text('feed_id').notNull(),
  position: bigint('position', { mode: 'number' }).notNull(),
  receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
  occurredAt: timestamp('occurred_at', { withTimezone: true }).notNull(),
  source: text('source', { enum: ENTRY_SOURCES }).notNull(),
  origin: text('origin', { enum: FEED_ORIGINS }).notNull(),
  epoch: text('epoch').notNull(),
  eventId: text('event_id').notNull(),
  type: text('type').notNull(),
  callId: text('call_id'),
  version: smallint('version').notNull(),
  event: json('event').$type<Event | ForeignEvent>().notNull(),
})
