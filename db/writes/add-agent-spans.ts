import type { ISql } from 'postgres'
import type { agentState } from '../schema/record.ts'

export type AgentStateRow = typeof agentState.$inferInsert

/**
 * Writes stays of agents in a state; of two that begin at the same moment the later one counts. A stay takes the place
 * of those it covers (a late event may have joined what was cut in two) and ends one that was left open before it.
 */
export const addAgentSpans = async (
  sql: ISql<{ bigint: number }>,
  feedId: string,
  spans: readonly AgentStateRow[],
): Promise<void> => {
  const latest = new Map(spans.map((span) => [`${span.agentId}\n${span.fromAt}`, span]))
  const rows = JSON.stringify([...latest.values()])
  await sql`
    with given as (
      select * from json_to_recordset(${rows}::text::json) as g(
        "agentId" text, "fromAt" timestamptz, "toAt" timestamptz, state text, sub text, reason text, derived boolean)
    ), covered as (
      delete from agent_state held using given g
      where held.feed_id = ${feedId} and held.agent_id = g."agentId" and held.from_at > g."fromAt"
        and (g."toAt" is null or held.from_at < g."toAt")
        and (held.agent_id, held.from_at) not in (select "agentId", "fromAt" from given)
    ), left_open as (
      update agent_state held set to_at = g.begins
      from (select "agentId", min("fromAt") as begins from given group by 1) g
      where held.feed_id = ${feedId} and held.agent_id = g."agentId" and held.to_at is null and held.from_at < g.begins
    )
    insert into agent_state (feed_id, agent_id, from_at, to_at, state, sub, reason, derived)
    select ${feedId}, "agentId", "fromAt", "toAt", state, sub, reason, derived from given
    on conflict (feed_id, agent_id, from_at) do update
    set to_at = excluded.to_at, state = excluded.state, sub = excluded.sub,
        reason = excluded.reason, derived = excluded.derived`
}
