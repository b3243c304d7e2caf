import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  date,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core'
import {
  AGENT_STATES,
  ALERT_CONDITIONS,
  ALERT_HANDLINGS,
  BUSY_SUBSTATES,
  CALL_STATES,
  CLEAR_CAUSES,
  DIRECTIONS,
  DISPUTE_STATES,
  PARTY_ROLES,
  RULES,
  SCENARIO_SOURCES,
  SCENARIOS,
  SEVERITIES,
  STEP_SOURCES,
  STEP_STATUSES,
  STEPS,
  TRANSFER_KINDS,
} from '#server/domain/words.ts'
import { bytea, instant, ofCall, seconds } from './columns.ts'

// Everything here is derived from the log and can be made again while its events are kept. Tables are cut into parts by the
// time they age by (a quarter each, a day for words), which is why that time is in every key. Times are ISO text on the way in and out, so that no
// conversion rounds them; durations named `sec` are the figures of the offline fold, with one decimal.

export const call = pgTable(
  'call',
  {
    ...ofCall,
    direction: text('direction', { enum: DIRECTIONS }).notNull(),
    state: text('state', { enum: CALL_STATES }).notNull(),
    /** Queue of the first join. */
    queueId: text('queue_id'),
    startedAt: instant('started_at').notNull(),
    /** Answer and agent of the first leg. */
    answeredAt: instant('answered_at'),
    agentId: text('agent_id'),
    clearedAt: instant('cleared_at'),
    clearCause: text('clear_cause', { enum: CLEAR_CAUSES }),
    waitSec: seconds('wait_sec'),
    talkSec: seconds('talk_sec'),
    holdCount: integer('hold_count').notNull(),
    holdSec: seconds('hold_sec'),
    transfers: integer('transfers').notNull(),
    mergedInto: text('merged_into'),
    /** Masked. */
    caller: text('caller'),
    customerRef: text('customer_ref'),
    dialled: text('dialled'),
    ivrKey: text('ivr_key'),
    scenario: text('scenario', { enum: SCENARIOS }),
    scenarioSource: text('scenario_source', { enum: SCENARIO_SOURCES }).notNull(),
    level: integer('level').notNull(),
    peakLevel: integer('peak_level').notNull(),
    playbookVersion: integer('playbook_version'),
    rulesVersion: integer('rules_version'),
    settingsVersion: integer('settings_version'),
    /** The call's page without its transcript. */
    view: jsonb('view').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.feedId, t.callId, t.startedAt] }),
    index('call_started').on(t.startedAt),
    index('call_customer').on(t.customerRef, t.startedAt),
  ],
)

export const segment = pgTable(
  'segment',
  {
    ...ofCall,
    segmentId: text('segment_id').notNull(),
    /** Begin of the call. */
    startedAt: instant('started_at').notNull(),
    role: text('role', { enum: ['owner', 'assist', 'consult'] }).notNull(),
    queueId: text('queue_id'),
    agentId: text('agent_id').notNull(),
    deviceId: text('device_id'),
    offeredAt: instant('offered_at'),
    answeredAt: instant('answered_at'),
    endedAt: instant('ended_at'),
    endCause: text('end_cause', { enum: CLEAR_CAUSES }),
    waitSec: seconds('wait_sec'),
    talkSec: seconds('talk_sec'),
    holdCount: integer('hold_count').notNull(),
    holdSec: seconds('hold_sec'),
    transfer: text('transfer', { enum: TRANSFER_KINDS }),
  },
  (t) => [
    primaryKey({ columns: [t.feedId, t.callId, t.segmentId, t.startedAt] }),
    index('segment_agent').on(t.feedId, t.agentId, t.answeredAt),
  ],
)

export const segmentStep = pgTable(
  'segment_step',
  {
    ...ofCall,
    segmentId: text('segment_id').notNull(),
    /** Begin of the call. */
    startedAt: instant('started_at').notNull(),
    step: text('step', { enum: STEPS }).notNull(),
    agentId: text('agent_id').notNull(),
    status: text('status', { enum: STEP_STATUSES }).notNull(),
    source: text('source', { enum: STEP_SOURCES }),
    enteredAt: instant('entered_at'),
    exitedAt: instant('exited_at'),
    dwellSec: seconds('dwell_sec').notNull(),
    lateDone: boolean('late_done').notNull(),
    confidence: doublePrecision('confidence').notNull(),
  },
  (t) => [primaryKey({ columns: [t.feedId, t.callId, t.segmentId, t.step, t.startedAt] })],
)

export const callAlert = pgTable(
  'call_alert',
  {
    ...ofCall,
    key: text('key').notNull(),
    rule: text('rule', { enum: RULES }).notNull(),
    severity: text('severity', { enum: SEVERITIES }).notNull(),
    agentId: text('agent_id'),
    segmentId: text('segment_id'),
    step: text('step', { enum: STEPS }),
    level: integer('level'),
    limitMs: bigint('limit_ms', { mode: 'number' }),
    dueAt: instant('due_at').notNull(),
    condition: text('condition', { enum: ALERT_CONDITIONS }).notNull(),
    endedAt: instant('ended_at'),
    handling: text('handling', { enum: ALERT_HANDLINGS }).notNull(),
    handledBy: text('handled_by'),
    handledAt: instant('handled_at'),
    evidence: jsonb('evidence').notNull(),
    /** Where its dispute stands, if there is one. */
    dispute: text('dispute', { enum: DISPUTE_STATES }),
  },
  (t) => [primaryKey({ columns: [t.feedId, t.callId, t.key, t.dueAt] }), index('call_alert_due').on(t.feedId, t.dueAt)],
)

/** An agent's stay in one state; open while `to_at` is null. */
export const agentState = pgTable(
  'agent_state',
  {
    feedId: text('feed_id').notNull(),
    agentId: text('agent_id').notNull(),
    fromAt: instant('from_at').notNull(),
    toAt: instant('to_at'),
    state: text('state', { enum: AGENT_STATES }).notNull(),
    sub: text('sub', { enum: BUSY_SUBSTATES }).notNull(),
    reason: text('reason'),
    derived: boolean('derived').notNull(),
  },
  (t) => [primaryKey({ columns: [t.feedId, t.agentId, t.fromAt] }), index('agent_state_from').on(t.feedId, t.fromAt)],
)

const count = (name: string) => bigint(name, { mode: 'number' }).notNull()

/** What a call adds to an interval, a queue, an agent; figures are sums of these. */
export const callInterval = pgTable(
  'call_interval',
  {
    ...ofCall,
    intervalStart: instant('interval_start').notNull(),
    queueId: text('queue_id').notNull(),
    agentId: text('agent_id').notNull(),
    scenario: text('scenario').notNull(),
    offered: count('offered'),
    answered: count('answered'),
    answered15: count('answered_15'),
    answered20: count('answered_20'),
    abandoned: count('abandoned'),
    abandonedShort: count('abandoned_short'),
    timedOut: count('timed_out'),
    waitMs: count('wait_ms'),
    ringMs: count('ring_ms'),
    talkMs: count('talk_ms'),
    holdMs: count('hold_ms'),
    holdCount: count('hold_count'),
    handled: count('handled'),
    transferredOut: count('transferred_out'),
    stepsSkipped: count('steps_skipped'),
    stepsOwed: count('steps_owed'),
    actionsOwed: count('actions_owed'),
    actionsLate: count('actions_late'),
    actionsMissed: count('actions_missed'),
    criticalMissed: count('critical_missed'),
    /** In halves of what an action weighs, so that half of one is whole. */
    pointsOwed: count('points_owed'),
    pointsEarned: count('points_earned'),
    prohibitedSaid: count('prohibited_said'),
    confirmationsOwed: count('confirmations_owed'),
    confirmationsLate: count('confirmations_late'),
    /** Handlings. */
    judged: count('judged'),
    judgedFailed: count('judged_failed'),
    judgedSkipping: count('judged_skipping'),
  },
  (t) => [
    primaryKey({ columns: [t.feedId, t.callId, t.intervalStart, t.queueId, t.agentId, t.scenario] }),
    index('call_interval_start').on(t.feedId, t.intervalStart),
    index('call_interval_queue').on(t.intervalStart, t.feedId, t.queueId).where(sql`offered > 0`),
  ],
)

export const transcriptSegment = pgTable(
  'transcript_segment',
  {
    ...ofCall,
    utteranceId: text('utterance_id').notNull(),
    revision: integer('revision').notNull(),
    at: instant('at').notNull(),
    role: text('role', { enum: PARTY_ROLES }).notNull(),
    agentId: text('agent_id'),
    text: text('text').notNull(),
    isFinal: boolean('is_final').notNull(),
    /** Which period it is kept for, and the day it is dropped. */
    keep: text('keep', { enum: ['transcript', 'complaint_transcript'] }).notNull(),
    keepUntil: date('keep_until').notNull(),
  },
  (t) => [primaryKey({ columns: [t.feedId, t.callId, t.utteranceId, t.keepUntil] })],
)

/** All entries up to `position` are in the tables above, as this version of the fold reads them. */
export const recordPosition = pgTable('record_position', {
  feedId: text('feed_id').primaryKey(),
  position: bigint('position', { mode: 'number' }).notNull(),
  foldVersion: integer('fold_version').notNull(),
})

/** A floor's whole state at a position, so that a start does not read the log from its beginning. */
export const floorCheckpoint = pgTable('floor_checkpoint', {
  feedId: text('feed_id').primaryKey(),
  position: bigint('position', { mode: 'number' }).notNull(),
  foldVersion: integer('fold_version').notNull(),
  savedAt: instant('saved_at').notNull(),
  state: bytea('state').notNull(),
})
