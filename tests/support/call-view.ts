import type { CallView } from '#server/protocol/call-view.ts'

type Segment = CallView['segments'][number]

const AT = Date.UTC(2026, 0, 5, 1)

export const callSegment = (agentId: string, more: Partial<Segment> = {}): Segment => ({
  segmentId: `seg-${agentId}`,
  agentId,
  agentNo: agentId,
  role: 'owner',
  offeredAt: AT,
  answeredAt: AT + 5_000,
  holds: [],
  gaps: [],
  visits: [],
  steps: [],
  ...more,
})

export const callView = (callId: string, more: Partial<CallView> = {}): CallView => ({
  feedId: 'pbx',
  callId,
  demo: false,
  live: true,
  feedHealth: 'live',
  offsetMs: 0,
  direction: 'inbound',
  state: 'connected',
  startedAt: AT,
  scenarioSource: 'none',
  scenarios: [],
  level: 0,
  peakLevel: 0,
  levels: [],
  queueVisits: [],
  segments: [],
  alerts: [],
  facts: [],
  supervision: [],
  transcript: [],
  ...more,
})
