import { STEPS, type Step } from '../words.ts'
import type { Call, Segment, StepRecord } from './call.ts'

export const emptyCall = (feedId: string, callId: string, startedAt: number): Call => ({
  feedId,
  callId,
  direction: 'unknown',
  state: 'offered',
  startedAt,
  tags: [],
  queueVisits: [],
  segments: [],
  scenarios: [],
  scenarioSource: 'none',
  toldLevels: [],
  displeasedAt: [],
  facts: [],
  utterances: [],
  streams: [],
  help: [],
  supervision: [],
  raised: {},
  disputes: {},
  callBacks: {},
  flags: { clockSkew: false, unknownStart: false, lost: false },
  aliases: [],
  lastAt: startedAt,
  eventCount: 0,
})

export const emptyStep = (step: Step): StepRecord => ({
  step,
  status: 'pending',
  dwellMs: 0,
  confidence: 0,
  lateDone: false,
  evidence: [],
})

export const emptySteps = (): Record<Step, StepRecord> =>
  Object.fromEntries(STEPS.map((step) => [step, emptyStep(step)])) as Record<Step, StepRecord>

export const emptySegment = (segmentId: string, agentId: string): Segment => ({
  segmentId,
  agentId,
  role: 'owner',
  holds: [],
  gaps: [],
  steps: emptySteps(),
  visits: [],
  consults: [],
  skips: [],
  backMoves: [],
  hasEvidence: false,
  needInherited: false,
  round: 1,
})
