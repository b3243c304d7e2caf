import type { AgentRecord } from '#server/domain/agent/agent.ts'
import type { FeedOrder } from '#server/domain/entry.ts'

/** Raise it when the fold's meaning changes in a way agents' records show; calls are always folded anew from the log. */
export const FOLD_VERSION = 1

/**
 * Enough to start a floor again without reading its whole log: which calls are in memory (their entries are read from
 * the log), what was said of agents, and how far the log was folded. Plain JSON.
 */
export type Checkpoint = {
  position: number
  calls: string[]
  agents: AgentRecord[]
  order: FeedOrder
  isDemo: boolean
  lastAt: number
  queues: { queueId: string; scriptAt?: number; transcriptAt?: number }[]
}
