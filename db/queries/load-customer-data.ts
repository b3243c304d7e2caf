import type { Sql } from '../client.ts'

type Cells = Record<string, string | number | boolean | null>

/** All that is kept of one call of a customer. Times are ISO 8601 in UTC, as JSON from the database. */
export type CustomerCallData = {
  call: Cells
  facts: { name: string; value?: string | number | boolean; at: number }[]
  segments: Cells[]
  steps: Cells[]
  alerts: Cells[]
  disputes: Cells[]
  callBacks: Cells[]
  transcript: Cells[]
}

/** Everything recorded of the calls of one customer, oldest call first. */
export const loadCustomerData = async (sql: Sql, ref: string): Promise<CustomerCallData[]> => {
  const rows = await sql<{ data: CustomerCallData }[]>`
    select json_build_object(
      'call', to_jsonb(c) - 'view' - 'customer_ref',
      'facts', coalesce(c.view -> 'facts', '[]'),
      'segments', (select coalesce(json_agg(s order by s.offered_at, s.segment_id), '[]')
        from segment s where s.feed_id = c.feed_id and s.call_id = c.call_id),
      'steps', (select coalesce(json_agg(s order by s.segment_id, s.entered_at), '[]')
        from segment_step s where s.feed_id = c.feed_id and s.call_id = c.call_id),
      'alerts', (select coalesce(json_agg(a order by a.due_at, a.key), '[]')
        from call_alert a where a.feed_id = c.feed_id and a.call_id = c.call_id),
      'disputes', (select coalesce(json_agg(to_jsonb(d) - 'disputed_by_id' order by d.disputed_at, d.key), '[]')
        from verdict_dispute d where d.feed_id = c.feed_id and d.call_id = c.call_id),
      'callBacks', (select coalesce(json_agg(to_jsonb(b) - 'customer_ref' order by b.opened_at, b.key), '[]')
        from call_back b where b.feed_id = c.feed_id and b.call_id = c.call_id),
      'transcript', (select coalesce(json_agg(t order by t.at, t.utterance_id), '[]')
        from transcript_segment t where t.feed_id = c.feed_id and t.call_id = c.call_id)) as data
    from call c where c.customer_ref = ${ref} order by c.started_at, c.feed_id, c.call_id`
  return rows.map(({ data }) => data)
}
