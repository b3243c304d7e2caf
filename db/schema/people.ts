import { sql } from 'drizzle-orm'
import { check, index, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { IDENTITY_SOURCES } from '#server/domain/people/identity.ts'
import { team, user } from './access.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })
const noted = { notedAt: instant('noted_at').notNull(), notedBy: text('noted_by').notNull() }

/** Who an agent of a feed was in [validFrom, validTo). Never two at a time; `server/domain/people/identity.ts` sees to it. */
export const agentIdentity = pgTable(
  'agent_identity',
  {
    feedId: text('feed_id').notNull(),
    agentId: text('agent_id').notNull(),
    agentNo: text('agent_no').notNull(),
    validFrom: instant('valid_from').notNull(),
    validTo: instant('valid_to'),
    source: text('source', { enum: IDENTITY_SOURCES }).notNull(),
    notedFrom: instant('noted_from').notNull(),
    ...noted,
    reason: text('reason'),
  },
  (t) => [
    primaryKey({ columns: [t.feedId, t.agentId, t.validFrom] }),
    uniqueIndex('agent_identity_current').on(t.feedId, t.agentId).where(sql`valid_to is null`),
    index('agent_identity_no').on(t.agentNo, t.validFrom),
    check('agent_identity_span', sql`valid_to is null or valid_to > valid_from`),
  ],
)

/** Which agent of a feed a seat's device is, in [validFrom, validTo). */
export const seat = pgTable(
  'seat',
  {
    id: text('id').primaryKey(),
    site: text('site'),
    name: text('name').notNull(),
    feedId: text('feed_id').notNull(),
    agentId: text('agent_id').notNull(),
    validFrom: instant('valid_from').notNull(),
    validTo: instant('valid_to'),
  },
  (t) => [
    uniqueIndex('seat_place').on(sql`coalesce(site, '')`, t.name, t.validFrom),
    index('seat_device').on(t.feedId, t.agentId, t.validFrom),
    check('seat_span', sql`valid_to is null or valid_to > valid_from`),
  ],
)

/** Who works when, and at which seat if the roster says so. */
export const rosterShift = pgTable(
  'roster_shift',
  {
    agentNo: text('agent_no').notNull(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    site: text('site'),
    seat: text('seat'),
    ...noted,
  },
  (t) => [
    primaryKey({ columns: [t.agentNo, t.startsAt] }),
    index('roster_shift_span').on(t.startsAt, t.endsAt),
    check('roster_shift_span', sql`ends_at > starts_at`),
  ],
)

/** Who leads a team in [validFrom, validTo), for themselves or standing in: they see the team just then. */
export const duty = pgTable(
  'duty',
  {
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    teamId: text('team_id')
      .notNull()
      .references(() => team.id),
    validFrom: instant('valid_from').notNull(),
    validTo: instant('valid_to').notNull(),
    standsInFor: text('stands_in_for').references(() => user.id, { onDelete: 'set null' }),
    ...noted,
  },
  (t) => [
    index('duty_user').on(t.userId, t.validTo),
    index('duty_team').on(t.teamId, t.validFrom),
    check('duty_span', sql`valid_to > valid_from`),
  ],
)
