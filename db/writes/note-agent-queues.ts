import type { Sql } from '../client.ts'

/** An agent came to a queue or left it; `at` in epoch ms. */
export type AgentQueueNote = { feedId: string; agentId: string; queueId: string; at: number; isOn: boolean }

/** Keeps who was on which queue. What is so already stays as it is. At most one note for an agent and a queue. */
export const noteAgentQueues = async (sql: Sql, notes: readonly AgentQueueNote[]): Promise<void> => {
  await sql`
    with given as (
      select "feedId", "agentId", "queueId", "isOn", to_timestamp(at / 1000)::timestamptz(3) as moment
      from json_to_recordset(${JSON.stringify(notes)}::text::json)
        as g("feedId" text, "agentId" text, "queueId" text, at float8, "isOn" boolean)
    ), left_queue as (
      update agent_queue q set valid_to = greatest(g.moment, q.valid_from + interval '1 ms')
      from given g
      where not g."isOn" and q.feed_id = g."feedId" and q.agent_id = g."agentId" and q.queue_id = g."queueId"
        and q.valid_to is null
    )
    insert into agent_queue (feed_id, agent_id, queue_id, valid_from)
    select "feedId", "agentId", "queueId", moment from given where "isOn"
    on conflict do nothing`
}
