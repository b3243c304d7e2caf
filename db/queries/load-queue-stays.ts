import type { Sql } from '../client.ts'

/** An agent's stay on a queue, [from, to) in epoch ms; `to` null while it lasts. */
export type AgentQueueStay = { feedId: string; agentId: string; queueId: string; from: number; to: number | null }

/** Stays on queues that last or ended after `since` (epoch ms). */
export const loadQueueStays = async (sql: Sql, since: number): Promise<AgentQueueStay[]> => sql<AgentQueueStay[]>`
  select feed_id as "feedId", agent_id as "agentId", queue_id as "queueId",
         (extract(epoch from valid_from) * 1000)::float8 as from, (extract(epoch from valid_to) * 1000)::float8 as to
  from agent_queue where valid_to is null or valid_to > to_timestamp(${since}::float8 / 1000)`
