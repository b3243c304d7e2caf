import { z } from 'zod'
import {
  AGENT_STATES,
  ALERT_CONDITIONS,
  ALERT_HANDLINGS,
  BUSY_SUBSTATES,
  CERTAINTIES,
  DIRECTIONS,
  LEVEL_SOURCES,
  REASON_KINDS,
  RULES,
  SCENARIO_SOURCES,
  SCENARIOS,
  SEVERITIES,
  STEP_STATUSES,
  STEPS,
} from '../domain/words.ts'
import type { CallView } from './call-view.ts'
import type { Reason } from './reason.ts'

export const LIVE_PATH = '/live'
export const LIVE_MAX_FRAME_BYTES = 64_000

/** One segment of the ribbon. `since` and limits only on the current one. Epoch ms and ms. */
export const stepCellSchema = z.object({
  step: z.enum(STEPS),
  status: z.enum(STEP_STATUSES),
  lateDone: z.boolean().optional(),
  /** Skipped by what was seen; disputed and found otherwise. */
  isOverturned: z.boolean().optional(),
  dwellMs: z.number().optional(),
  /** Nobody told it: it was read out of what was said. */
  isInferred: z.boolean().optional(),
  certainty: z.enum(CERTAINTIES).optional(),
  /** Faults in this step that call nobody and are still not put right. */
  marks: z.number().optional(),
})
export type StepCell = z.infer<typeof stepCellSchema>

/** What a verdict is about where its step does not say it: an action, an order, a family of words. */
export const aboutSchema = z.object({ id: z.string(), zh: z.string(), en: z.string() })

export const alertRowSchema = z.object({
  key: z.string(),
  rule: z.enum(RULES),
  severity: z.enum(SEVERITIES),
  condition: z.enum(ALERT_CONDITIONS),
  handling: z.enum(ALERT_HANDLINGS),
  dueAt: z.number(),
  endedAt: z.number().optional(),
  step: z.enum(STEPS).optional(),
  level: z.number().optional(),
  /** Whose word the level is. */
  source: z.enum(LEVEL_SOURCES).optional(),
  about: aboutSchema.optional(),
  limitMs: z.number().optional(),
  handledBy: z.string().optional(),
  /** Short, masked text of what decided it. */
  evidence: z.string().optional(),
})
export type AlertRow = z.infer<typeof alertRowSchema>

/** The call an agent is in (or in after-call work of), seen from that agent's segment. */
export const rowCallSchema = z.object({
  callId: z.string(),
  segmentId: z.string(),
  direction: z.enum(DIRECTIONS),
  queueId: z.string().optional(),
  caller: z.string().optional(),
  scenario: z.enum(SCENARIOS).optional(),
  scenarioSource: z.enum(SCENARIO_SOURCES),
  /** The customer's total runs from here. */
  startedAt: z.number(),
  /** This agent's talk time runs from here, hold included. */
  answeredAt: z.number().optional(),
  endedAt: z.number().optional(),
  holdSince: z.number().optional(),
  holdMs: z.number(),
  holdCount: z.number(),
  /** Five cells in order, or null: this queue has no source of step evidence, so the ribbon gives way. */
  steps: z.array(stepCellSchema).nullable(),
  current: z.enum(STEPS).optional(),
  /** Another step of which the agent is just saying words: it may be what comes next, and proves nothing. */
  beingSaid: z.enum(STEPS).optional(),
  /** The current step's dwell counts from here (holds already taken out by moving it). */
  stepSince: z.number().optional(),
  stepWarnMs: z.number().optional(),
  stepMaxMs: z.number().optional(),
  talkWarnMs: z.number().optional(),
  talkMaxMs: z.number().optional(),
  level: z.number(),
  levelSource: z.enum(LEVEL_SOURCES).optional(),
  helpSince: z.number().optional(),
  /** 工号 of the agent it came from; no name, which may be another team's. */
  transferredFrom: z.string().optional(),
})
export type RowCall = z.infer<typeof rowCallSchema>

export const agentRowSchema = z.object({
  agentId: z.string(),
  /** 工号. */
  agentNo: z.string(),
  name: z.string().optional(),
  teamId: z.string().optional(),
  team: z.string().optional(),
  state: z.enum(AGENT_STATES),
  sub: z.enum(BUSY_SUBSTATES),
  /** The state began here. */
  since: z.number().optional(),
  reason: z.string().optional(),
  reasonKind: z.enum(REASON_KINDS).optional(),
  until: z.number().optional(),
  derived: z.boolean().optional(),
  queues: z.array(z.string()).optional(),
  call: rowCallSchema.optional(),
  /** Open alerts first (holding before put right), worst first. */
  alerts: z.array(alertRowSchema),
})
export type AgentRow = z.infer<typeof agentRowSchema>

export const queueRowSchema = z.object({
  queueId: z.string(),
  waiting: z.number(),
  /** Arrival of the one who waits longest. */
  oldestSince: z.number().optional(),
  inTalk: z.number(),
  /** Evidence kinds seen on this queue's calls lately. */
  evidence: z.object({ script: z.boolean(), transcript: z.boolean() }),
})
export type QueueRow = z.infer<typeof queueRowSchema>

export const FEED_HEALTH = ['live', 'stale', 'resyncing', 'never'] as const

/** One source of facts: the telephony feed itself or a companion. */
export const sourceRowSchema = z.object({
  origin: z.string(),
  name: z.string(),
  health: z.enum(FEED_HEALTH),
  /** Server time of the last heartbeat or event that was folded. */
  lastAt: z.number().optional(),
  connected: z.boolean(),
})
export const feedRowSchema = z.object({
  feedId: z.string(),
  name: z.string(),
  demo: z.boolean(),
  health: z.enum(FEED_HEALTH),
  lastAt: z.number().optional(),
  /** Feed clock minus server clock, ms: add to server time before comparing with event times. */
  offsetMs: z.number(),
  sources: z.array(sourceRowSchema),
  /** Companion entries that joined no call; only for those who see all teams. */
  unmatched: z.number().optional(),
  /** Agents without a team; only for those who may place them. */
  unplacedAgents: z.number().optional(),
})
export type FeedRow = z.infer<typeof feedRowSchema>

export const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent'), id: z.string(), row: agentRowSchema.nullable() }),
  z.object({ kind: z.literal('queue'), id: z.string(), row: queueRowSchema.nullable() }),
  z.object({ kind: z.literal('feed'), id: z.string(), row: feedRowSchema }),
])
/** `row: null` removes: gone, or left the viewer's scope. */
export type Change = z.infer<typeof changeSchema>

/**
 * Everything a stream's audience may see of one feed. Join the room first, then take this; drop frames with
 * `offset <= snapshot.offset` of the same `run`, and ask again after a hole or a new `run`.
 */
export const snapshotSchema = z.object({
  feed: z.string(),
  run: z.string(),
  offset: z.int(),
  serverTime: z.number(),
  changes: z.array(changeSchema),
})
export type Snapshot = z.infer<typeof snapshotSchema>

/** One tick of one stream. Offsets of frames with changes rise by one; a frame without changes repeats the last. */
export const frameSchema = snapshotSchema
export type Frame = z.infer<typeof frameSchema>

/** Server to browser. `call` frames go to those who have that call's page open. */
export type ServerToLive = {
  frame: (frame: Frame) => void
  call: (frame: CallFrame) => void
  'call:gone': (gone: CallGone) => void
  'live:cut': (cut: { code: string; message: string }) => void
}

/** A call's page: the whole view each time it changes. */
export type CallFrame = { feed: string; callId: string; serverTime: number; view: CallView }

/** No more frames of this call: it is no longer theirs to see (`forbidden`) or no longer kept (`not_found`). */
export type CallGone = { feed: string; callId: string; code: 'forbidden' | 'not_found' }

export type Answer<T> = ({ ok: true } & T) | { ok: false; code: string; message: string; reason?: Reason }

export const helloLiveSchema = z.strictObject({ v: z.int() })
export const snapshotRequestSchema = z.strictObject({ feed: z.string().max(160) })
export const callRequestSchema = z.strictObject({ feed: z.string().max(160), callId: z.string().max(160) })

/** Browser to server. Reads here; verbs (what people do) are in `requests.ts`. */
export type LiveToServer = {
  /** Joins every stream the viewer may see; the answer names them. */
  'live:hello': (body: unknown, answer: (a: Answer<{ v: number; serverTime: number; feeds: string[] }>) => void) => void
  'live:snapshot': (body: unknown, answer: (a: Answer<{ snapshot: Snapshot }>) => void) => void
  'call:watch': (body: unknown, answer: (a: Answer<{ frame: CallFrame }>) => void) => void
  'call:unwatch': (body: unknown) => void
}
