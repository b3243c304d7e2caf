import type { AuditFilter } from '#server/domain/audit-actions.ts'
import type { Sql } from '../client.ts'

export type AuditListed = {
  id: number
  /** Epoch ms. */
  at: number
  actorKind: 'user' | 'screen' | 'shell' | 'nobody' | 'server'
  actorId: string
  actorName: string | null
  action: string
  subject: string
  /** Name of the user, team or agent the subject is; of a call, who had it. */
  subjectName: string | null
  /** When the call began, epoch ms; null for anything else. */
  callAt: number | null
  detail: Record<string, unknown> | null
  address: string | null
}

/** Text as LIKE takes it literally. */
const literal = (text: string) => text.replace(/[\\%_]/g, '\\$&')

const where = (sql: Sql, { from, to, actor, action, subject, address }: AuditFilter) => {
  const named = (text: string) =>
    sql`select u.id from app_user u where u.name ilike ${`%${literal(text)}%`} or u.username ilike ${`%${literal(text)}%`}`
  return sql`
    true
    ${from === undefined ? sql`` : sql`and a.at >= to_timestamp(${from}::float8 / 1000)`}
    ${to === undefined ? sql`` : sql`and a.at < to_timestamp(${to}::float8 / 1000)`}
    ${actor === undefined ? sql`` : sql`and (a.actor_id = ${actor} or a.actor_id in (${named(actor)}))`}
    ${action === undefined ? sql`` : sql`and a.action = ${action}`}
    ${
      subject === undefined
        ? sql``
        : sql`and (a.subject ilike ${`%${literal(subject)}%`} or a.subject in (select 'user:' || n.id from (${named(subject)}) n))`
    }
    ${address === undefined ? sql`` : sql`and a.address like ${`${literal(address)}%`}`}`
}

/** Rows of the audit, newest first, older than the row `before`, at most `limit`. */
export const searchAudit = async (
  sql: Sql,
  filter: AuditFilter,
  { before, limit }: { before?: number; limit: number },
): Promise<AuditListed[]> => {
  const rows = await sql<AuditListed[]>`
    select a.id, (extract(epoch from a.at) * 1000)::float8 as at, a.actor_kind as "actorKind", a.actor_id as "actorId",
      (select u.name from app_user u where a.actor_kind = 'user' and u.id = a.actor_id) as "actorName",
      a.action, a.subject,
      coalesce(
        (select u.name from app_user u where a.subject = 'user:' || u.id),
        (select t.name from team t where a.subject = 'team:' || t.id),
        (select g.name from agent g where a.kind = 'agent' and g.feed_id = a.feed and g.agent_id = a.rest),
        (select g.name from agent g where g.feed_id = c.feed_id and g.agent_id = c.agent_id),
        c.agent_id) as "subjectName",
      (extract(epoch from c.started_at) * 1000)::float8 as "callAt", a.detail, a.address
    from (
      select a.*, split_part(a.subject, ':', 1) as kind,
        split_part(substr(a.subject, strpos(a.subject, ':') + 1), '/', 1) as feed,
        substr(a.subject, strpos(a.subject, '/') + 1) as rest
      from audit a where ${where(sql, filter)} ${before === undefined ? sql`` : sql`and a.id < ${before}`}
      order by a.id desc limit ${limit}
    ) a
    left join call c on a.kind = 'call' and c.feed_id = a.feed and c.call_id = a.rest
    order by a.id desc`
  return rows.map((row) => ({ ...row }))
}

/** How many rows the filter finds, counted no further than `atMost`. */
export const countAudit = async (sql: Sql, filter: AuditFilter, atMost: number): Promise<number> => {
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from (select 1 from audit a where ${where(sql, filter)} limit ${atMost}) found`
  return row?.count ?? 0
}
