import type { OverturnedCall } from '#server/domain/labels.ts'
import type { Sql } from '../client.ts'

export type CallPlace = { feedId: string; callId: string }

/** Calls with verdicts that were overturned, with all that was said to the end in them, in order of their ids after a place. */
export const listOverturnedCalls = async (
  sql: Sql,
  after: CallPlace | null,
  limit: number,
): Promise<OverturnedCall[]> => {
  const rows = await sql<{ call: OverturnedCall }[]>`
    select json_build_object(
      'feedId', c.feed_id, 'callId', c.call_id, 'direction', c.direction, 'scenario', c.scenario,
      'clearCause', c.clear_cause, 'answeredAt', (extract(epoch from c.answered_at) * 1000)::bigint,
      'overturned', (select json_agg(json_strip_nulls(json_build_object(
          'rule', d.rule, 'step', d.step, 'action', d.about ->> 'id', 'reason', d.decision)) order by d.due_at, d.key)
        from verdict_dispute d where d.feed_id = c.feed_id and d.call_id = c.call_id and d.state = 'overturned'),
      'words', coalesce((select json_agg(json_build_object(
          'role', t.role, 'text', t.text, 'at', (extract(epoch from t.at) * 1000)::bigint) order by t.at, t.utterance_id)
        from transcript_segment t where t.feed_id = c.feed_id and t.call_id = c.call_id and t.is_final), '[]')) as call
    from (select distinct feed_id, call_id from verdict_dispute
      where state = 'overturned'
        and (${after === null} or (feed_id, call_id) > (${after?.feedId ?? ''}, ${after?.callId ?? ''}))
      order by feed_id, call_id limit ${limit}) o
    join call c on c.feed_id = o.feed_id and c.call_id = o.call_id
    order by c.feed_id, c.call_id`
  return rows.map(({ call }) => call)
}
