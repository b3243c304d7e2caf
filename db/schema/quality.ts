import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { CALL_BACK_STATES, DISPUTE_STATES, RULES, SEVERITIES, STEPS, WITHDRAWAL_REASONS } from '#server/domain/words.ts'
import { instant, ofCall } from './columns.ts'

/** The verdict a case is about. Derived from the log, as everything of the record is. */
const ofVerdict = {
  ...ofCall,
  key: text('key').notNull(),
  rule: text('rule', { enum: RULES }).notNull(),
  /** Null, like what it is about, where a verdict that is gone no longer tells. */
  severity: text('severity', { enum: SEVERITIES }),
  step: text('step', { enum: STEPS }),
  level: integer('level'),
  about: jsonb('about'),
  segmentId: text('segment_id'),
  agentId: text('agent_id'),
  /** When the verdict fell due. */
  dueAt: instant('due_at').notNull(),
}

/** A verdict somebody disputed, whatever became of it. */
export const verdictDispute = pgTable(
  'verdict_dispute',
  {
    ...ofVerdict,
    state: text('state', { enum: DISPUTE_STATES }).notNull(),
    disputedAt: instant('disputed_at').notNull(),
    disputedBy: text('disputed_by').notNull(),
    disputedById: text('disputed_by_id'),
    reason: text('reason').notNull(),
    decidedAt: instant('decided_at'),
    decidedBy: text('decided_by'),
    decision: text('decision'),
  },
  (t) => [
    primaryKey({ columns: [t.feedId, t.callId, t.key, t.disputedAt] }),
    index('verdict_dispute_state').on(t.state, t.disputedAt),
    index('verdict_dispute_at').on(t.disputedAt),
  ],
)

/** A customer is to be called back for what a call left undone, whatever became of it. */
export const callBack = pgTable(
  'call_back',
  {
    ...ofVerdict,
    customerRef: text('customer_ref'),
    openedAt: instant('opened_at').notNull(),
    /** By when the customer is to be called. */
    callBy: instant('call_by').notNull(),
    state: text('state', { enum: CALL_BACK_STATES }).notNull(),
    withdrawn: text('withdrawn', { enum: WITHDRAWAL_REASONS }),
    closedAt: instant('closed_at'),
    closedBy: text('closed_by'),
    note: text('note'),
  },
  (t) => [
    primaryKey({ columns: [t.feedId, t.callId, t.key, t.openedAt] }),
    index('call_back_state').on(t.state, t.callBy),
    index('call_back_at').on(t.openedAt),
    index('call_back_customer').on(t.customerRef).where(sql`state = 'open'`),
  ],
)
