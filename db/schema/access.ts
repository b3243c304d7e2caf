import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import { ROLES } from '#server/domain/viewer.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })
const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** The four tables the sign-in library keeps, under names that are no SQL keywords. */
export const user = pgTable('app_user', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  username: text('username').unique(),
  displayUsername: text('display_username'),
  role: text('role', { enum: ROLES }).notNull(),
  banned: boolean('banned').notNull().default(false),
  banReason: text('ban_reason'),
  banExpires: instant('ban_expires'),
  /** True: somebody else knows the password, so it is good for nothing but changing it. */
  mustChangePassword: boolean('must_change_password').notNull().default(true),
  createdAt: instant('created_at').notNull().defaultNow(),
  updatedAt: instant('updated_at').notNull().defaultNow(),
})

export const session = pgTable(
  'app_session',
  {
    id: text('id').primaryKey(),
    token: text('token').notNull().unique(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    expiresAt: instant('expires_at').notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    impersonatedBy: text('impersonated_by'),
    /** Whose sign-in opened it; null: a password of ours. */
    providerId: text('provider_id'),
    /** Last request or minute of an open page. */
    seenAt: instant('seen_at').notNull().defaultNow(),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [index('app_session_user').on(t.userId)],
)

export const account = pgTable(
  'app_account',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: instant('access_token_expires_at'),
    refreshTokenExpiresAt: instant('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [
    index('app_account_user').on(t.userId),
    uniqueIndex('app_account_credential').on(t.userId).where(sql`provider_id = 'credential'`),
  ],
)

export const verification = pgTable(
  'app_verification',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: instant('expires_at').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (t) => [index('app_verification_identifier').on(t.identifier)],
)

export const rateLimit = pgTable('app_rate_limit', {
  id: text('id').primaryKey(),
  key: text('key').notNull().unique(),
  count: integer('count').notNull(),
  lastRequest: bigint('last_request', { mode: 'number' }).notNull(),
})

/** Password checks begun and not proved right, by sign-in name and by address; forgotten at `endsAt`. */
export const signInCount = pgTable(
  'sign_in_count',
  {
    kind: text('kind', { enum: ['account', 'address'] }).notNull(),
    key: text('key').notNull(),
    used: integer('used').notNull(),
    endsAt: instant('ends_at').notNull(),
    /** The audit has the lock. */
    isTold: boolean('is_told').notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.kind, t.key] }), index('sign_in_count_ends').on(t.endsAt)],
)

export const site = pgTable(
  'site',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    validFrom: instant('valid_from').notNull(),
    validTo: instant('valid_to'),
  },
  (t) => [
    uniqueIndex('site_name').on(t.name).where(sql`valid_to is null`),
    check('site_span', sql`valid_to is null or valid_to > valid_from`),
  ],
)

/** Open from `createdAt` until `validTo`; a closed one stays for what happened in its time. */
export const team = pgTable(
  'team',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    createdAt: instant('created_at').notNull(),
    siteId: text('site_id').references(() => site.id),
    validTo: instant('valid_to'),
  },
  (t) => [
    uniqueIndex('team_name').on(t.name).where(sql`valid_to is null`),
    check('team_span', sql`valid_to is null or valid_to > created_at`),
  ],
)

/** Everybody a feed has ever named. An agent without a current membership is unplaced. */
export const agent = pgTable(
  'agent',
  {
    feedId: text('feed_id').notNull(),
    agentId: text('agent_id').notNull(),
    /** 工号. */
    agentNo: text('agent_no').notNull(),
    name: text('name'),
    firstSeenAt: instant('first_seen_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.feedId, t.agentId] }), index('agent_no').on(t.agentNo)],
)

/** Who was in which team when: [validFrom, validTo). One team at a time. */
export const membership = pgTable(
  'membership',
  {
    feedId: text('feed_id').notNull(),
    agentId: text('agent_id').notNull(),
    teamId: text('team_id')
      .notNull()
      .references(() => team.id),
    validFrom: instant('valid_from').notNull(),
    validTo: instant('valid_to'),
  },
  (t) => [
    primaryKey({ columns: [t.feedId, t.agentId, t.validFrom] }),
    uniqueIndex('membership_current').on(t.feedId, t.agentId).where(sql`valid_to is null`),
    index('membership_team').on(t.teamId),
    check('membership_span', sql`valid_to is null or valid_to > valid_from`),
  ],
)

/** Which teams a supervisor or viewer sees when. */
export const userTeam = pgTable(
  'user_team',
  {
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    teamId: text('team_id')
      .notNull()
      .references(() => team.id),
    validFrom: instant('valid_from').notNull(),
    validTo: instant('valid_to'),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.teamId, t.validFrom] }),
    check('user_team_span', sql`valid_to is null or valid_to > valid_from`),
  ],
)

/** Teams that answer a queue whether or not one of theirs is on it: [validFrom, validTo). */
export const queueTeam = pgTable(
  'queue_team',
  {
    feedId: text('feed_id').notNull(),
    queueId: text('queue_id').notNull(),
    teamId: text('team_id')
      .notNull()
      .references(() => team.id),
    validFrom: instant('valid_from').notNull(),
    validTo: instant('valid_to'),
  },
  (t) => [
    primaryKey({ columns: [t.feedId, t.queueId, t.teamId, t.validFrom] }),
    uniqueIndex('queue_team_current').on(t.feedId, t.queueId, t.teamId).where(sql`valid_to is null`),
    check('queue_team_span', sql`valid_to is null or valid_to > valid_from`),
  ],
)

/** Which agents a feed said were on which queue when: whose queue it was, for calls nobody answered. */
export const agentQueue = pgTable(
  'agent_queue',
  {
    feedId: text('feed_id').notNull(),
    agentId: text('agent_id').notNull(),
    queueId: text('queue_id').notNull(),
    validFrom: instant('valid_from').notNull(),
    validTo: instant('valid_to'),
  },
  (t) => [
    primaryKey({ columns: [t.feedId, t.agentId, t.queueId, t.validFrom] }),
    uniqueIndex('agent_queue_current').on(t.feedId, t.agentId, t.queueId).where(sql`valid_to is null`),
    index('agent_queue_queue').on(t.feedId, t.queueId, t.validFrom),
    check('agent_queue_span', sql`valid_to is null or valid_to > valid_from`),
  ],
)

/** What people did, in months. Append-only and chained: the server adds through `append_audit` and may select. */
export const audit = pgTable(
  'audit',
  {
    /** 1, 2, 3 … without holes. */
    id: bigint('id', { mode: 'number' }).notNull(),
    at: instant('at').notNull(),
    actorKind: text('actor_kind', { enum: ['user', 'screen', 'shell', 'nobody', 'server'] }).notNull(),
    actorId: text('actor_id').notNull(),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    detail: jsonb('detail'),
    address: text('address'),
    /** Of the row before; zeros before the first. */
    previousHash: bytea('previous_hash').notNull(),
    /** SHA-256 over the previous hash and this row. */
    hash: bytea('hash').notNull(),
  },
  (t) => [
    index('audit_id').on(t.id),
    index('audit_at').on(t.at),
    index('audit_actor').on(t.actorKind, t.actorId, t.id),
    index('audit_action').on(t.action, t.id),
    index('audit_subject').on(t.subject, t.id),
  ],
)

/** One row: the end of the audit's chain. */
export const auditHead = pgTable('audit_head', {
  onlyOne: boolean('only_one').primaryKey().default(true),
  lastId: bigint('last_id', { mode: 'number' }).notNull(),
  lastHash: bytea('last_hash').notNull(),
})
