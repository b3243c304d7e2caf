import { feedKey } from '#app/_live/store.ts'
import type { FloorEntry } from '#app/(desk)/floor/_model/entry.ts'
import type { AgentRow, AlertRow, RowCall } from '#server/protocol/live.ts'

export const makeCall = (part: Partial<RowCall> = {}): RowCall => ({
  callId: 'c1',
  segmentId: 's1',
  direction: 'inbound',
  scenarioSource: 'settings',
  startedAt: 1000,
  answeredAt: 2000,
  holdMs: 0,
  holdCount: 0,
  steps: [],
  level: 0,
  ...part,
})

export const makeAlert = (part: Partial<AlertRow> = {}): AlertRow => ({
  key: `${part.rule ?? 'long_call'}|${part.dueAt ?? 0}`,
  rule: 'long_call',
  severity: 'major',
  condition: 'holding',
  handling: 'open',
  dueAt: 0,
  ...part,
})

export const makeRow = (agentId: string, part: Partial<AgentRow> = {}): AgentRow => ({
  agentId,
  agentNo: agentId,
  state: 'ready',
  sub: 'none',
  alerts: [],
  ...part,
})

export const makeEntry = (agentId: string, part: Partial<AgentRow> = {}, feed = 'pbx'): FloorEntry => ({
  key: feedKey(feed, agentId),
  feed,
  row: makeRow(agentId, part),
})
