import type { Appended, NewEntry } from '#server/domain/event-log.ts'
import { scopeOf } from '#server/domain/event-log.ts'
import { EVENT_VERSION } from '#server/domain/upcast.ts'
import { CodedError } from '#server/errors.ts'
import type { Sql } from '../client.ts'

const toRow = (entry: NewEntry, index: number) => ({
  n: index + 1,
  scope: scopeOf(entry),
  source: entry.source,
  origin: entry.origin,
  epoch: entry.epoch,
  event_id: entry.event.eventId,
  type: entry.event.type,
  call_id: entry.event.callId,
  at: entry.event.occurredAt,
  received: new Date(entry.receivedAt).toISOString(),
  event: entry.event,
  audit: entry.audit,
})

/** The audit's lock comes after the feed's, as everywhere. */
const addNotes = (sql: Sql) => sql`, noted as (
      select append_audit(to_timestamp((g.audit->>'at')::float8 / 1000), g.audit->'actor'->>'kind', g.audit->'actor'->>'id',
                          g.audit->>'action', g.audit->>'subject', (g.audit->'detail')::jsonb, g.audit->>'address')
      from fresh, owner, given g
      where g.n = fresh.position - owner.base and g.audit is not null
    )`

/**
 * One statement, so one transaction: raise the feed's position where the term still holds, keep the keys that are new,
 * store their entries and their audit notes. Raising first takes the feed's row lock, which puts all owners of a feed into
 * one line.
 */
export const appendEntries = async (
  sql: Sql,
  feedId: string,
  term: number,
  entries: readonly NewEntry[],
): Promise<Appended> => {
  const rows = JSON.stringify(entries.map(toRow))
  const hasNotes = entries.some(({ audit }) => audit !== undefined)
  const [result] = await sql<{ base: number; fresh: number[] }[]>`
    with owner as (
      update feed set position = position + ${entries.length}::int
      where id = ${feedId} and term = ${term}::bigint
      returning position - ${entries.length}::int as base
    ), given as (
      select * from json_to_recordset(${rows}::text::json) as g(
        n int, scope text, source text, origin text, epoch text, event_id text, type text, call_id text,
        at timestamptz, received timestamptz, event json, audit json)
    ), fresh as (
      insert into feed_event_key (feed_id, scope, epoch, event_id, position)
      select ${feedId}, g.scope, g.epoch, g.event_id, owner.base + g.n from owner, given g
      on conflict do nothing
      returning position
    ), stored as (
      insert into feed_event (feed_id, position, received_at, occurred_at, source, origin, epoch, event_id, type, call_id, version, event)
      select ${feedId}, fresh.position, g.received, g.at, g.source, g.origin, g.epoch, g.event_id, g.type, g.call_id,
             ${EVENT_VERSION}::smallint, g.event
      from fresh, owner, given g
      where g.n = fresh.position - owner.base
    ) ${hasNotes ? addNotes(sql) : sql``}
    select base, (select coalesce(json_agg(fresh.position - owner.base), '[]') from fresh) as fresh
           ${hasNotes ? sql`, (select count(*) from noted) as noted` : sql``}
    from owner`
  if (!result) throw new CodedError('fenced', `Another owner has taken over feed ${feedId}.`)
  const fresh = new Set(result.fresh)
  return { positions: entries.map((_, index) => (fresh.has(index + 1) ? result.base + index + 1 : null)) }
}
