import type { ISql } from 'postgres'
import type { FloorSettings } from '#server/domain/settings.ts'

type Kind = FloorSettings['scenarioMap'][number]['kind']
export type Unmapped = {
  kind: Kind
  key: string
  calls: number
  /** Of those, calls nobody else gave a scenario. */
  open: number
  /** Epoch ms. */
  lastAt: number
}

const MOST = 200

/**
 * Queues, numbers our callers dialled and menu keys of calls since a time (epoch ms) which the newest table does not name;
 * those that leave most calls without a scenario first.
 */
export const listUnmapped = async (sql: ISql<{ bigint: number }>, since: number): Promise<Unmapped[]> => {
  const rows = await sql<Unmapped[]>`
    with seen as (
      select 'queue' as kind, i.queue_id as key, c.scenario, c.started_at
      from (select distinct feed_id, call_id, queue_id from call_interval
            where interval_start >= to_timestamp(${since}::float8 / 1000) and offered > 0 and queue_id <> '') i
      join call c using (feed_id, call_id)
      union all
      select 'dialled', dialled, scenario, started_at from call
      where started_at >= to_timestamp(${since}::float8 / 1000) and dialled <> '' and direction <> 'outbound'
      union all
      select 'ivr', ivr_key, scenario, started_at from call
      where started_at >= to_timestamp(${since}::float8 / 1000) and ivr_key <> ''
    )
    select kind, key, count(*)::int as calls, (count(*) filter (where scenario is null))::int as open,
           (extract(epoch from max(started_at)) * 1000)::float8 as "lastAt"
    from seen where not exists (
      select 1 from scenario_map m
      where m.version = (select max(version) from floor_settings) and m.kind = seen.kind and m.key = seen.key)
    group by kind, key order by open desc, calls desc, kind, key limit ${MOST}`
  return rows.map((row) => ({ ...row }))
}
