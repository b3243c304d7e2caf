import type { Sql } from '../client.ts'

/** Column name to cell, as the offline fold prints them; '' is not known. */
type Row = Record<string, string>

const ISO = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'

/** A feed's recorded calls, segments, steps, alerts, disputes and calls back, sorted by id, in the very form the offline fold gives. */
export const readProjection = async (
  sql: Sql,
  feedId: string,
): Promise<{ calls: Row[]; segments: Row[]; steps: Row[]; alerts: Row[]; disputes: Row[]; callBacks: Row[] }> => {
  const iso = (column: string) => sql`coalesce(to_char(${sql(column)} at time zone 'UTC', ${ISO}), '')`
  const cell = (column: string) => sql`coalesce(${sql(column)}::text, '')`
  const [calls, segments, steps, alerts, disputes, callBacks] = await Promise.all([
    sql<Row[]>`
      select feed_id as "feedId", call_id as "callId", direction, ${cell('queue_id')} as "queueId",
        ${iso('started_at')} as "startedAt", ${iso('answered_at')} as "answeredAt", ${cell('agent_id')} as "agentId",
        ${iso('cleared_at')} as "clearedAt", ${cell('clear_cause')} as "clearCause", ${cell('wait_sec')} as "waitSec",
        ${cell('talk_sec')} as "talkSec", ${cell('hold_count')} as "holdCount", ${cell('hold_sec')} as "holdSec",
        ${cell('transfers')} as transfers
      from call where feed_id = ${feedId} order by call_id collate "C"`,
    sql<Row[]>`
      select feed_id as "feedId", call_id as "callId", segment_id as "segmentId", ${cell('queue_id')} as "queueId",
        agent_id as "agentId", ${iso('offered_at')} as "offeredAt", ${iso('answered_at')} as "answeredAt",
        ${iso('ended_at')} as "endedAt", ${cell('end_cause')} as "endCause", ${cell('wait_sec')} as "waitSec",
        ${cell('talk_sec')} as "talkSec", ${cell('hold_count')} as "holdCount", ${cell('hold_sec')} as "holdSec",
        ${cell('transfer')} as transfer
      from segment where feed_id = ${feedId} order by call_id collate "C", segment_id collate "C"`,
    sql<Row[]>`
      select feed_id as "feedId", call_id as "callId", segment_id as "segmentId", agent_id as "agentId", step, status,
        ${cell('source')} as source, ${iso('entered_at')} as "enteredAt", ${iso('exited_at')} as "exitedAt",
        ${cell('dwell_sec')} as "dwellSec", case when late_done then '1' else '0' end as "lateDone"
      from segment_step where feed_id = ${feedId}
      order by call_id collate "C", segment_id collate "C", step collate "C"`,
    sql<Row[]>`
      select feed_id as "feedId", call_id as "callId", key, rule, severity, ${cell('agent_id')} as "agentId",
        ${cell('segment_id')} as "segmentId", ${cell('step')} as step, ${cell('level')} as level,
        ${iso('due_at')} as "dueAt", condition, ${iso('ended_at')} as "endedAt", handling
      from call_alert where feed_id = ${feedId} order by call_id collate "C", key collate "C"`,
    sql<Row[]>`
      select feed_id as "feedId", call_id as "callId", key, rule, ${cell('agent_id')} as "agentId",
        ${cell('segment_id')} as "segmentId", ${cell('step')} as step, ${iso('due_at')} as "dueAt", state,
        ${iso('disputed_at')} as "disputedAt", disputed_by as "disputedBy", reason, ${iso('decided_at')} as "decidedAt",
        ${cell('decided_by')} as "decidedBy", ${cell('decision')} as decision
      from verdict_dispute where feed_id = ${feedId} order by call_id collate "C", key collate "C"`,
    sql<Row[]>`
      select feed_id as "feedId", call_id as "callId", key, rule, ${cell('agent_id')} as "agentId",
        ${iso('due_at')} as "dueAt", ${iso('opened_at')} as "openedAt", ${iso('call_by')} as "callBy", state,
        ${cell('withdrawn')} as withdrawn, ${iso('closed_at')} as "closedAt", ${cell('closed_by')} as "closedBy",
        ${cell('note')} as note
      from call_back where feed_id = ${feedId} order by call_id collate "C", key collate "C"`,
  ])
  return { calls, segments, steps, alerts, disputes, callBacks }
}
