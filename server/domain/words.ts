/** Closed word lists of the domain. Unions, zod enums, database columns and screen texts all derive from these. */

export const STEPS = ['opening', 'need_identification', 'resolution', 'confirmation', 'closing'] as const
export type Step = (typeof STEPS)[number]

/** Something for each step, by it and its place among them. Written out, since it is made for each utterance. */
export const byStep = <Value>(make: (step: Step, index: number) => Value): Record<Step, Value> => ({
  opening: make('opening', 0),
  need_identification: make('need_identification', 1),
  resolution: make('resolution', 2),
  confirmation: make('confirmation', 3),
  closing: make('closing', 4),
})

export const STEP_STATUSES = ['pending', 'in_progress', 'done', 'skipped', 'not_applicable', 'unknown'] as const
export type StepStatus = (typeof STEP_STATUSES)[number]

/** Where a step status comes from; earlier in the list wins. */
export const STEP_SOURCES = ['script', 'upstream', 'inferred'] as const
export type StepSource = (typeof STEP_SOURCES)[number]

export const SCENARIOS = ['inquiry', 'complaint', 'after_sales', 'business_handling', 'satisfaction_callback'] as const
export type Scenario = (typeof SCENARIOS)[number]

/** Who said which scenario a call has; earlier in the list wins. */
export const SCENARIO_SOURCES = ['person', 'event', 'settings', 'inferred', 'none'] as const
export type ScenarioSource = (typeof SCENARIO_SOURCES)[number]

export const DIRECTIONS = ['inbound', 'outbound', 'internal', 'unknown'] as const
export type Direction = (typeof DIRECTIONS)[number]

export const CALL_STATES = [
  'offered',
  'queued',
  'alerting',
  'connected',
  'held',
  'consulting',
  'conferenced',
  'wrap_up',
  'cleared',
  'failed',
  'unknown',
] as const
export type CallState = (typeof CALL_STATES)[number]

export const AGENT_STATES = [
  'logged_off',
  'not_ready',
  'ready',
  'reserved',
  'busy',
  'working_after_call',
  'unknown',
] as const
export type AgentState = (typeof AGENT_STATES)[number]

/** What a busy agent is doing; `none` when the agent is not busy. */
export const BUSY_SUBSTATES = ['none', 'talking', 'hold', 'consulting', 'outbound'] as const
export type BusySubstate = (typeof BUSY_SUBSTATES)[number]

/** What a not-ready reason code means to the floor. */
export const REASON_KINDS = ['not_ready', 'break', 'meal', 'training', 'meeting', 'coaching', 'auto'] as const
export type ReasonKind = (typeof REASON_KINDS)[number]

export const PARTY_ROLES = ['customer', 'agent', 'consulted', 'supervisor', 'ivr', 'external'] as const
export type PartyRole = (typeof PARTY_ROLES)[number]

export const CLEAR_CAUSES = [
  'customer_hangup',
  'agent_hangup',
  'transferred',
  'abandoned_in_queue',
  'abandoned_ringing',
  'no_answer',
  'busy',
  'rejected',
  'queue_timeout',
  'network_failure',
  'lost',
  'other',
] as const
export type ClearCause = (typeof CLEAR_CAUSES)[number]

export const TRANSFER_KINDS = ['blind', 'attended'] as const
export type TransferKind = (typeof TRANSFER_KINDS)[number]

/** Token kinds that may speak on `/feed`; `owner` is the telephony adapter, the others are its companions. */
export const FEED_ORIGINS = ['owner', 'asr', 'crm', 'desktop'] as const
export type FeedOrigin = (typeof FEED_ORIGINS)[number]

/** Who wrote a log entry. */
export const ENTRY_SOURCES = ['feed', 'person', 'server'] as const
export type EntrySource = (typeof ENTRY_SOURCES)[number]

export const SEVERITIES = ['critical', 'major', 'minor'] as const
export type Severity = (typeof SEVERITIES)[number]

/** Rule ids; each is described under the same id in SPEC.md. */
export const RULES = [
  'step_skipped',
  'step_order',
  'step_dwell',
  'too_fast',
  'action_missed',
  'action_order',
  'prohibited',
  'confirmation_due',
  'ticked_not_said',
  'long_call',
  'long_hold',
  'complaint_level',
  'feed_stale',
] as const
export type Rule = (typeof RULES)[number]

/** What becomes of a verdict: somebody is called now, somebody calls the customer back, or it is counted. */
export const VERDICT_USES = ['alert', 'callback', 'mark'] as const
export type VerdictUse = (typeof VERDICT_USES)[number]

/** How much an action is owed where a playbook asks for it. */
export const OBLIGATIONS = ['required', 'conditional', 'recommended', 'prohibited'] as const
export type Obligation = (typeof OBLIGATIONS)[number]

/** What can prove an action: a system's fact, words, or something measured. */
export const EVIDENCE_CLASSES = ['system', 'speech', 'metric'] as const
export type EvidenceClass = (typeof EVIDENCE_CLASSES)[number]

export const ACTION_STATUSES = [
  'pending',
  'done',
  'late_done',
  'missed',
  'not_applicable',
  'exempt',
  'unknown',
] as const
export type ActionStatus = (typeof ACTION_STATUSES)[number]

/** Why nobody knows of an action, where nobody does. */
export const UNKNOWN_REASONS = [
  'no_transcript',
  'transcript_failed',
  'transcript_gap',
  'no_system',
  'not_measured',
  'condition',
  'step',
  'unclear',
] as const
export type UnknownReason = (typeof UNKNOWN_REASONS)[number]

/** How sure something inferred is, as people are told. */
export const CERTAINTIES = ['high', 'medium', 'low'] as const
export type Certainty = (typeof CERTAINTIES)[number]

/** What may be measured of a talk. Only what the product can measure is ever judged. */
export const ACTION_METRICS = [
  'agent_interruptions_per_min',
  'customer_talk_share',
  'agent_release_after_bye_sec',
] as const
export type ActionMetric = (typeof ACTION_METRICS)[number]

/** Moved by events only. */
export const ALERT_CONDITIONS = ['holding', 'put_right', 'refuted', 'over'] as const
export type AlertCondition = (typeof ALERT_CONDITIONS)[number]

/** Moved by people only. */
export const ALERT_HANDLINGS = ['open', 'acknowledged', 'intervening', 'resolved'] as const
export type AlertHandling = (typeof ALERT_HANDLINGS)[number]

/** What came of the dispute of a verdict. */
export const DISPUTE_OUTCOMES = ['upheld', 'overturned'] as const
export type DisputeOutcome = (typeof DISPUTE_OUTCOMES)[number]

/** Where a dispute stands; `moot`: nobody decided it, and the verdict it was about no longer holds. */
export const DISPUTE_STATES = ['pending', ...DISPUTE_OUTCOMES, 'moot'] as const
export type DisputeState = (typeof DISPUTE_STATES)[number]

/** How a call back to the customer came out. */
export const CALL_BACK_OUTCOMES = ['done', 'dropped'] as const
export type CallBackOutcome = (typeof CALL_BACK_OUTCOMES)[number]

/** Where it stands; `withdrawn`: nobody closed it, and what it was for no longer holds. */
export const CALL_BACK_STATES = ['open', ...CALL_BACK_OUTCOMES, 'withdrawn'] as const
export type CallBackState = (typeof CALL_BACK_STATES)[number]

/** Why a call back is no longer asked for. */
export const WITHDRAWAL_REASONS = ['overturned', 'put_right', 'gone'] as const
export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number]

export const SUPERVISION_MODES = ['listen', 'whisper', 'barge'] as const
export const COMPLAINT_LEVELS = [0, 1, 2, 3, 4] as const

/** Whose word a complaint level is; `words`: the customer's own, read out of the transcript. */
export const LEVEL_SOURCES = ['person', 'event', 'words'] as const
export type LevelSource = (typeof LEVEL_SOURCES)[number]

/** System facts a playbook may ask for (`call.fact` names). */
export const FACT_NAMES = [
  'identity.verified',
  'order.opened',
  'order.eligibility_checked',
  'order.fee_shown',
  'order.effective_time_shown',
  'order.risk_notice_shown',
  'order.consent_confirmed',
  'order.submitted',
  'order.result',
  'ticket.draft_saved',
  'ticket.created',
  'ticket.reopened',
  'ticket.owner_set',
  'ticket.due_at_set',
  'ticket.number_sent',
  'ticket.responsibility_set',
  'workorder.dispatched',
  'visit.booked',
  'callback.scheduled',
  'followup.created',
  'crm.record_opened',
  'crm.history_opened',
  'crm.note_saved',
  'billing.record_opened',
  'kb.article_opened',
  'diag.remote_test_run',
  'ivr.recording_notice_played',
  'ivr.agent_id_announced',
  'survey.invited',
  'survey.score_recorded',
  'survey.saved',
  'wrapup.saved',
  'call.answered',
  'call.hold_start',
  'call.hold_end',
  'call.released.by_agent',
  'call.released.by_customer',
] as const
export type FactName = (typeof FACT_NAMES)[number]

/** What an action's evidence may be: a fact, or one of these two events. */
export const ACTION_EVENTS = [...FACT_NAMES, 'scenario.tagged', 'help.requested'] as const
export type ActionEvent = (typeof ACTION_EVENTS)[number]

/** What may be told of a step outright. */
export const STEP_EVENTS = ['step.entered', 'step.completed', 'step.skipped', 'step.reset'] as const
export type StepEventType = (typeof STEP_EVENTS)[number]
