import type { AgentRecord } from '#server/domain/agent/agent.ts'
import type { Entry, FeedOrder } from '#server/domain/entry.ts'
import type { Event } from '#server/domain/event.ts'
import type { ActionEvent } from '#server/domain/words.ts'
import type { RememberedSource } from './sources.ts'

/** Raise it when a checkpoint, its agents, or what calls are recorded as change meaning: the record is then written anew. */
export const FOLD_VERSION = 6

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
  lastAt?: number
  sources: RememberedSource[]
  /** What the server wanted to write and has not seen in the log. */
  facts: Event[]
  /** Companions' entries that wait for their call, or joined one and cannot be found by its id yet. */
  companions: Entry[]
  /** A snapshot that had begun and not ended. */
  snapshot?: { asOf: number; from: number; calls: string[]; agents: string[] }
  /** What systems of this feed ever told. */
  told: ActionEvent[]
  queues: { queueId: string; scriptAt?: number; transcriptAt?: number }[]
}
