import type { SealedNumber } from '../event.ts'
import type {
  ActionEvent,
  AlertCondition,
  AlertHandling,
  CallBackOutcome,
  CallState,
  ClearCause,
  Direction,
  DisputeOutcome,
  FeedOrigin,
  LevelSource,
  PartyRole,
  Rule,
  Scenario,
  ScenarioSource,
  Severity,
  Step,
  StepSource,
  StepStatus,
  TransferKind,
  VerdictUse,
} from '../words.ts'

/** All times are epoch milliseconds of the feed's clock, all durations milliseconds. */
export type Span = { from: number; to?: number }

/** A phrase in an utterance; `from` and `to` are places in its text as it was written. */
export type SaidAt = { utteranceId: string; from: number; to: number }

/** The fact a verdict or a step rests on. */
export type Evidence = {
  eventId: string
  at: number
  /** What to show: an event type, a fact's name, an utterance's id. */
  kind: 'event' | 'utterance' | 'timer'
  text?: string
  /** The phrase itself, where the evidence is one. */
  said?: SaidAt
  /** The handling a reason was given in; only its teams read the text. */
  segmentId?: string
}

export type StepRecord = {
  step: Step
  status: StepStatus
  source?: StepSource
  enteredAt?: number
  exitedAt?: number
  /** Time spent in the step over all visits, holds taken out, up to the last exit. */
  dwellMs: number
  /** When it was jumped over; not to be shown before the watermark passes it. */
  skippedAt?: number
  /** 0 = not certain at all, 1 = a system said so. */
  confidence: number
  /** Skipped first and done afterwards. */
  lateDone: boolean
  evidence: Evidence[]
}

/** Every stay in a step, in order: what the timeline draws. */
export type StepVisit = Span & { step: Step; eventId: string }

export type Hold = Span & {
  by: 'agent' | 'customer'
  /** It ended for all anybody knows where a gap began. */
  isCut?: boolean
}

/** A step that was jumped over (or said to be skipped), and when it was done after all. */
export type Skip = { step: Step; at: number; eventId: string; putRightAt?: number; source: StepSource }

/** A move back that the playbook may not allow. */
export type BackMove = { from: Step; to: Step; at: number; eventId: string }

/** One agent's handling of a call. */
export type Segment = {
  segmentId: string
  agentId: string
  deviceId?: string
  queueId?: string
  /** `owner` is judged by steps; `assist` and `consult` have none. */
  role: 'owner' | 'assist' | 'consult'
  offeredAt?: number
  answeredAt?: number
  endedAt?: number
  endCause?: ClearCause
  transfer?: TransferKind
  holds: Hold[]
  /** Part of the history was not observed (late join, gap): steps before it are unknown, not skipped. */
  gaps: Span[]
  steps: Record<Step, StepRecord>
  visits: StepVisit[]
  consults: Span[]
  skips: Skip[]
  backMoves: BackMove[]
  current?: Step
  /** At least one step event was seen. */
  hasEvidence: boolean
  /** Taken over from an agent who had already identified the need. */
  needInherited: boolean
  round: number
}

export type QueueVisit = Span & {
  queueId: string
  outcome?: 'answered' | 'abandoned' | 'timeout' | 'key' | 'transferred' | 'other'
}

export type Utterance = {
  utteranceId: string
  revision: number
  isFinal: boolean
  role: PartyRole
  agentId?: string
  text: string
  at: number
  beginOffsetMs?: number
  endOffsetMs?: number
}

export type CallFact = {
  name: string
  value?: string | number | boolean
  at: number
  eventId: string
  origin: FeedOrigin
  /** Whose word it is, where that is told or can be known from the time. */
  segmentId?: string
  agentId?: string
}

/** The recogniser says that it listens, has done, or broke off. */
export type StreamChange = { at: number; what: 'started' | 'ended' | 'failed'; agentId?: string }

/** A level that a person or a system told. */
export type ToldLevel = {
  level: number
  at: number
  source: Exclude<LevelSource, 'words'>
  reason?: string
  eventId: string
  segmentId?: string
}

export type ScenarioChange = { scenario?: Scenario; source: ScenarioSource; at: number }

/** What a verdict is about where a step does not say it: an action, an order, a family of words. */
export type About = { id: string; zh: string; en: string }

/** A judgement that holds for a reason. Pure function of the call and the watermark. */
export type Verdict = {
  /** `rule|subject|episode`: one per thing that went wrong. */
  key: string
  rule: Rule
  severity: Severity
  segmentId?: string
  agentId?: string
  step?: Step
  level?: number
  /** Whose word the level is. */
  source?: LevelSource
  about?: About
  /** What becomes of it: only an `alert` calls somebody. */
  as: VerdictUse
  /** Disputed and found wrong: it is shown, and counts nowhere. */
  isOverturned?: true
  /** When it became true, by the feed's clock. */
  dueAt: number
  condition: Exclude<AlertCondition, 'refuted'>
  /** When it was put right or stopped to matter. */
  endedAt?: number
  /** Milliseconds, for timer rules: the limit that was passed. */
  limitMs?: number
  evidence: Evidence[]
}

export type Alert = Omit<Verdict, 'condition'> & {
  condition: AlertCondition
  handling: AlertHandling
  handledBy?: string
  handledAt?: number
}

/** What somebody said of a verdict, and when. */
export type Ruling = { by: string; byId?: string; at: number; reason: string }

/** Somebody says that a verdict is wrong, and what became of that. */
export type Dispute = Ruling & { dueAt: number; decided?: Ruling & { outcome: DisputeOutcome } }

/** The customer is to be called back for a verdict; `dueAt` is the verdict's. */
export type CallBack = {
  dueAt: number
  openedAt: number
  closed?: { by: string; byId?: string; at: number; note?: string; as: CallBackOutcome }
}

/** One customer contact. Survives transfers; never reused. */
export type Call = {
  feedId: string
  callId: string
  direction: Direction
  state: CallState
  startedAt: number
  /** Answer of the first agent leg. */
  answeredAt?: number
  clearedAt?: number
  clearCause?: ClearCause
  mergedInto?: string
  customer?: SealedNumber
  dialled?: string
  ivrKey?: string
  tags: string[]
  queueVisits: QueueVisit[]
  segments: Segment[]
  scenarios: ScenarioChange[]
  scenario?: Scenario
  scenarioSource: ScenarioSource
  /** What was told alone; what was heard besides is in `readLevels`. */
  toldLevels: ToldLevel[]
  /** When a system upstream called the customer's mood negative. */
  displeasedAt: number[]
  facts: CallFact[]
  utterances: Utterance[]
  streams: StreamChange[]
  help: { at: number; reason?: string; takenAt?: number; cancelledAt?: number }[]
  supervision: (Span & { mode: string; supervisor?: string; segmentId?: string })[]
  pinned?: { playbook: number; rules: number; settings: number; companions?: FeedOrigin[]; told?: ActionEvent[] }
  /** Keys of alerts that were raised, with what people did about them. */
  raised: Record<
    string,
    { rule: Rule; dueAt: number; raisedAt: number; handling: AlertHandling; by?: string; handledAt?: number }
  >
  /** By key of the verdict; one dispute each, and one decision. */
  disputes: Record<string, Dispute>
  /** By key of the verdict. */
  callBacks: Record<string, CallBack>
  flags: { clockSkew: boolean; unknownStart: boolean; lost: boolean }
  /** Other ids companions may know this call by: its legs, its switch's own ids. */
  aliases: string[]
  lastAt: number
  eventCount: number
}

/** A call as it is known beside its words. */
export type ToldCall = Omit<Call, 'utterances' | 'lastAt' | 'eventCount' | 'aliases' | 'state'>
