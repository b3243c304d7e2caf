import { z } from 'zod'
import { idSchema, instantSchema, textSchema } from './ids.ts'
import {
  ACTION_EVENTS,
  AGENT_STATES,
  CALL_STATES,
  CLEAR_CAUSES,
  DIRECTIONS,
  DISPUTE_OUTCOMES,
  FACT_NAMES,
  FEED_ORIGINS,
  PARTY_ROLES,
  REASON_KINDS,
  SCENARIOS,
  STEPS,
  SUPERVISION_MODES,
  TRANSFER_KINDS,
} from './words.ts'

/** A customer number as it is kept: what people see, what joins contacts, and the recoverable secret. */
export const sealedNumberSchema = z.strictObject({
  /** Absent once the customer was erased. */
  masked: textSchema(40).optional(),
  /** HMAC of the normalised number; equal numbers give equal refs within one installation. */
  customerRef: textSchema(64).optional(),
  sealed: textSchema(400).optional(),
})
export type SealedNumber = z.infer<typeof sealedNumberSchema>

const customer = {
  /** Clear number as a feed sends it. Ingest replaces it by `customer`; it is never stored. */
  customerNumber: textSchema(64).optional(),
  customer: sealedNumberSchema.optional(),
}
const cause = { cause: z.enum(CLEAR_CAUSES).optional(), nativeCause: textSchema(120).optional() }
const step = {
  step: z.enum(STEPS),
  /** Whose word it is: the agent's script tool or dialplan (`script`), or an upstream analyser. */
  by: z.enum(['script', 'upstream']).optional(),
  scriptId: textSchema(80).optional(),
  scriptVersion: textSchema(40).optional(),
}
const agentState = {
  state: z.enum(AGENT_STATES),
  reason: textSchema(80).optional(),
  reasonKind: z.enum(REASON_KINDS).optional(),
  /** The state ends by itself at this time (derived after-call work). */
  until: instantSchema.optional(),
  pendingState: z.enum(AGENT_STATES).optional(),
}
/** Whose word it is: a name to show, and the account, which two people of one name do not share. */
const person = { by: textSchema(80), byId: idSchema.optional() }
const scenarioKeys = { dialled: textSchema(64).optional(), ivrKey: textSchema(64).optional() }

/** Data schema of every event type the product understands. A type that is not here is stored, counted and ignored. */
export const EVENT_DATA = {
  'call.offered': z.object({ direction: z.enum(DIRECTIONS).optional(), ...customer, ...scenarioKeys }),
  'call.queued': z.object({ position: z.int().min(0).optional() }),
  'call.dequeued': z.object({
    reason: z.enum(['answered', 'abandoned', 'timeout', 'key', 'transferred', 'other']).optional(),
  }),
  'call.alerting': z.object({}),
  'call.diverted': z.object({ cause: z.enum(['no_answer', 'busy', 'rejected', 'other']).optional() }),
  'call.connected': z.object({ assist: z.boolean().optional() }),
  'call.held': z.object({ by: z.enum(['agent', 'customer']).optional() }),
  'call.retrieved': z.object({ by: z.enum(['agent', 'customer']).optional() }),
  'call.consult_started': z.object({ withAgentId: idSchema.optional() }),
  'call.consult_ended': z.object({ withAgentId: idSchema.optional() }),
  'call.conferenced': z.object({ addedAgentId: idSchema.optional() }),
  'call.transferred': z.object({
    kind: z.enum(TRANSFER_KINDS),
    toAgentId: idSchema.optional(),
    toQueueId: idSchema.optional(),
  }),
  /** One party left. With `segmentId` it ends that agent's handling. */
  'call.party_cleared': z.object({ role: z.enum(PARTY_ROLES).optional(), ...cause }),
  'call.cleared': z.object({ ...cause, mergedInto: idSchema.optional() }),
  'call.failed': z.object({ ...cause }),
  'call.attributes': z.object({
    direction: z.enum(DIRECTIONS).optional(),
    ...customer,
    ...scenarioKeys,
    tags: z.array(textSchema(80)).max(20).optional(),
  }),
  'agent.logged_on': z.object({ agentNo: idSchema.optional(), name: textSchema(80).optional() }),
  'agent.logged_off': z.object({ reason: textSchema(80).optional() }),
  'agent.state': z.object(agentState),
  'agent.profile': z.object({
    name: textSchema(80).optional(),
    /** 工号 of whoever is there now; with it `name` is theirs, without it the seat's. */
    agentNo: idSchema.optional(),
    /** How the feed knows the 工号: somebody signed in with it, or the queue member is named so. */
    by: z.enum(['login', 'member']).optional(),
    team: textSchema(80).optional(),
    queues: z.array(idSchema).max(100).optional(),
  }),
  'supervision.started': z.object({ mode: z.enum(SUPERVISION_MODES), supervisor: textSchema(80).optional() }),
  'supervision.ended': z.object({ mode: z.enum(SUPERVISION_MODES), supervisor: textSchema(80).optional() }),
  'step.entered': z.object(step),
  'step.completed': z.object(step),
  'step.skipped': z.object(step),
  'step.reset': z.object(step),
  'scenario.tagged': z.object({ scenario: z.enum(SCENARIOS), tag: textSchema(80).optional() }),
  'complaint.level': z.object({
    level: z.int().min(0).max(4),
    reason: textSchema(200).optional(),
  }),
  'call.fact': z.object({
    name: z.enum(FACT_NAMES),
    value: z.union([textSchema(200), z.number(), z.boolean()]).optional(),
  }),
  'help.requested': z.object({ reason: textSchema(200).optional() }),
  'help.cancelled': z.object({}),
  'help.taken': z.object({ by: textSchema(80).optional() }),
  'transcript.started': z.object({ engine: textSchema(80).optional() }),
  'transcript.segment': z.object({
    utteranceId: idSchema,
    revision: z.int().min(0).max(10_000).default(0),
    isFinal: z.boolean().default(true),
    replaces: z.array(idSchema).max(50).optional(),
    role: z.enum(PARTY_ROLES),
    text: textSchema(4000),
    lang: textSchema(16).optional(),
    /** Milliseconds from the segment's answer. */
    beginOffsetMs: z.int().min(0).optional(),
    endOffsetMs: z.int().min(0).optional(),
    confidence: z.number().min(0).max(1).optional(),
  }),
  'transcript.ended': z.object({}),
  'transcript.failed': z.object({ reason: textSchema(200).optional() }),
  'signal.category': z.object({ category: textSchema(80) }),
  'signal.sentiment': z.object({
    sentiment: z.enum(['negative', 'neutral', 'positive']),
    role: z.enum(PARTY_ROLES).optional(),
  }),
  /** Written by the server only: a new epoch began, and how its events are ordered. */
  'feed.hello': z.object({ order: z.enum(['seq', 'time']), resumed: z.boolean(), demo: z.boolean() }),
  'feed.snapshot_begin': z.object({ asOf: instantSchema }),
  /** One live call or one agent as the switch sees it now. The head names it (`callId` or only `agentId`). */
  'feed.snapshot_item': z.object({
    callState: z.enum(CALL_STATES).optional(),
    direction: z.enum(DIRECTIONS).optional(),
    ...customer,
    ...scenarioKeys,
    startedAt: instantSchema.optional(),
    /** When the caller joined the queue it waits in. */
    queuedAt: instantSchema.optional(),
    answeredAt: instantSchema.optional(),
    held: z.boolean().optional(),
    ...agentState,
    state: z.enum(AGENT_STATES).optional(),
  }),
  'feed.snapshot_end': z.object({}),
  /** The producer knows it missed events between the two times. */
  'feed.gap': z.object({ from: instantSchema, to: instantSchema, reason: textSchema(200).optional() }),
  /** Written by the server only: what happened to this call between the two times is not known. */
  'call.gap': z.object({ from: instantSchema, to: instantSchema }),
  /** Written by the server only: log positions of companions' entries that belong to this call without naming it. */
  'call.joined': z.object({ positions: z.array(z.int().min(0)).max(5000) }),
  /** Written by the server only: versions this call is judged under. */
  'call.pinned': z.object({
    playbook: z.int(),
    rules: z.int(),
    settings: z.int(),
    /** Companions that were heard of when the call began: what they would have told is not merely unheard. */
    companions: z.array(z.enum(FEED_ORIGINS)).optional(),
    /** What any system of this feed had ever told by then; absent from pins of earlier builds. */
    told: z.array(z.enum(ACTION_EVENTS)).max(200).optional(),
  }),
  /** Written by the server only: an alert was raised; the alert's later life is folded from the call. */
  'alert.raised': z.object({ key: textSchema(400), rule: textSchema(40), dueAt: instantSchema }),
  /** Written by people only. */
  'alert.handled': z.object({
    key: textSchema(400),
    handling: textSchema(20),
    by: textSchema(80),
    note: textSchema(500).optional(),
  }),
  'call.scenario_set': z.object({ scenario: z.enum(SCENARIOS), by: textSchema(80) }),
  'verdict.disputed': z.object({ key: textSchema(400), dueAt: instantSchema, ...person, reason: textSchema(500) }),
  /** Written by the server only: the customer is to be called back for a verdict of this call. */
  'callback.opened': z.object({ key: textSchema(400), rule: textSchema(40), dueAt: instantSchema }),
  'callback.done': z.object({ key: textSchema(400), ...person, note: textSchema(500).optional() }),
  'callback.dropped': z.object({ key: textSchema(400), ...person, note: textSchema(500).optional() }),
  'dispute.decided': z.object({
    key: textSchema(400),
    outcome: z.enum(DISPUTE_OUTCOMES),
    ...person,
    reason: textSchema(500),
  }),
} as const

export type EventType = keyof typeof EVENT_DATA
export type EventData<T extends EventType> = z.infer<(typeof EVENT_DATA)[T]>

/** Types only the server or a person may write; from a feed they are dead letters. */
export const RESERVED_TYPES: ReadonlySet<string> = new Set([
  'feed.hello',
  'call.gap',
  'call.joined',
  'call.pinned',
  'alert.raised',
  'alert.handled',
  'call.scenario_set',
  'verdict.disputed',
  'dispute.decided',
  'callback.opened',
  'callback.done',
  'callback.dropped',
])

/** What every event says besides its type and data. */
export const eventHeadSchema = z.object({
  /** Native id, or the producer's counter within the epoch (byte offset in a recording); never a content hash. */
  eventId: idSchema,
  /** Dense producer counter, the same on a re-send; required from a feed that declared `order: "seq"`. */
  seq: z.int().min(0).optional(),
  /** Producer clock. */
  occurredAt: instantSchema,
  timeQuality: z.enum(['native', 'adapter', 'offset']).optional(),
  callId: idSchema.optional(),
  /** One agent's handling of the contact, offer to wrap-up end. */
  segmentId: idSchema.optional(),
  connectionId: idSchema.optional(),
  agentId: idSchema.optional(),
  deviceId: idSchema.optional(),
  queueId: idSchema.optional(),
  related: z
    .object({
      parentCallId: idSchema.optional(),
      consultOf: idSchema.optional(),
      replacesCallId: idSchema.optional(),
      transferredFromSegmentId: idSchema.optional(),
    })
    .optional(),
  /** True for a state snapshot, absent or false for a transition. */
  observed: z.boolean().optional(),
  /** The adapter inferred it. */
  derived: z.boolean().optional(),
})
export type EventHead = z.infer<typeof eventHeadSchema>

export type Event = {
  [T in EventType]: EventHead & { type: T; data: EventData<T> }
}[EventType]
export type EventOf<T extends EventType> = Extract<Event, { type: T }>

/** An event whose type this version does not know: kept, counted, not folded. */
export type ForeignEvent = EventHead & { type: string; data: unknown }

/** One line of `--print`, of an exported log and of `fold`: an event and the namespace of its id. */
export type CanonicalEvent = Event & { v: 1; feedId: string; epoch: string }
