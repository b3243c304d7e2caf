import type { AgentRecord } from '#server/domain/agent/agent.ts'
import type { Entry, FeedOrder } from '#server/domain/entry.ts'
import type { Event } from '#server/domain/event.ts'
import type { FeedFold } from '#server/domain/feed/feed-fold.ts'
import type { ActionEvent } from '#server/domain/words.ts'
import type { RememberedSource } from './sources.ts'

/** Raise it when a checkpoint, its agents, or what calls are recorded as change meaning: the record is then written anew. */
export const FOLD_VERSION = 9

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

/** Puts a fold where it stood; `entries` are those of the calls that were in memory. */
export const restoreFold = (fold: FeedFold, checkpoint: Checkpoint, entries: readonly Entry[]): void => {
  fold.order = checkpoint.order
  fold.isDemo = checkpoint.isDemo
  fold.lastAt = checkpoint.lastAt ?? Number.NEGATIVE_INFINITY
  for (const agent of checkpoint.agents) fold.agents.set(agent.agentId, agent)
  for (const name of checkpoint.told) fold.told.add(name)
  for (const { queueId, ...seen } of checkpoint.queues) fold.queues.remember(queueId, seen)
  const told = [...entries, ...checkpoint.companions]
  fold.reload(told.filter((entry) => entry.position <= checkpoint.position))
  for (const fact of checkpoint.facts) fold.facts.want(fact)
  const { snapshot } = checkpoint
  fold.snapshot = snapshot && { ...snapshot, calls: new Set(snapshot.calls), agents: new Set(snapshot.agents) }
  fold.position = checkpoint.position
}
