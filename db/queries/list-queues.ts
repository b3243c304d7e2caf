import type { ISql } from 'postgres'

export type ListedQueue = { feedId: string; queueId: string }

/** Queues any floor has seen agents or callers on, and those assigned to teams. */
export const listQueues = async (sql: ISql<{ bigint: number }>, since: number): Promise<ListedQueue[]> => {
  const rows = await sql<ListedQueue[]>`
    select feed_id as "feedId", queue_id as "queueId" from queue_team
    union select feed_id, queue_id from agent_queue
    union select feed_id, queue_id from call_interval
      where interval_start >= to_timestamp(${since}::float8 / 1000) and offered > 0 and queue_id <> ''
    order by 1, 2`
  return rows.map((row) => ({ ...row }))
}
