import type { About } from '#server/domain/call/call.ts'
import type { CallBackFilter } from '#server/domain/case-filter.ts'
import type { CallBackState, Rule, Severity, Step, WithdrawalReason } from '#server/domain/words.ts'
import type { Sql } from '../client.ts'
import type { TeamScope } from './list-disputes.ts'

export type CallBackListed = {
  feedId: string
  callId: string
  key: string
  rule: Rule
  severity: Severity | null
  step: Step | null
  level: number | null
  about: About | null
  /** Masked number of the customer. */
  caller: string | null
  /** Further open calls back to the same customer, of calls this viewer sees. */
  others: number
  /** Epoch ms, like all times here. */
  openedAt: number
  callBy: number
  state: CallBackState
  withdrawn: WithdrawalReason | null
  closedAt: number | null
  closedBy: string | null
  /** Null where the handling is another team's. */
  note: string | null
  agentNo: string | null
  agentName: string | null
  team: string | null
}

export type CallBackQuestion = Pick<CallBackFilter, 'state' | 'team' | 'rule'> & {
  /** When it was opened, epoch ms, [from, to); null: without end. */
  from: number | null
  to: number | null
}

/** Of calls that one of the teams had an agent in. */
const inScope = (sql: Sql, scope: TeamScope, feedId: ReturnType<Sql>, callId: ReturnType<Sql>) => {
  const teams = scope === 'all' ? null : [...scope]
  return sql`(${teams}::text[] is null or exists (
    select 1 from segment s
    cross join lateral person_at(s.feed_id, s.agent_id, coalesce(s.answered_at, s.offered_at, s.started_at)) p
    where s.feed_id = ${feedId} and s.call_id = ${callId} and p.team_id = any(${teams}::text[])))`
}

/** Calls back as `b`, with whom each is about and whether that is theirs. */
const found = (sql: Sql, scope: TeamScope, { from, to, ...asked }: CallBackQuestion) => {
  const teams = scope === 'all' ? null : [...scope]
  const [state, team, rule] = [asked.state ?? null, asked.team ?? null, asked.rule ?? null]
  return sql`
    call_back b
    left join lateral person_at(b.feed_id, b.agent_id, b.due_at) who on b.agent_id is not null
    left join team t on t.id = who.team_id
    cross join lateral (
      select ${teams}::text[] is null or b.agent_id is null or coalesce(who.team_id = any(${teams}::text[]), false) as is_own) mine
    where ${inScope(sql, scope, sql`b.feed_id`, sql`b.call_id`)}
      and (${state}::text is null or b.state = ${state})
      and (${team}::text is null or who.team_id = ${team})
      and (${rule}::text is null or b.rule = ${rule})
      and (${from}::float8 is null or b.opened_at >= to_timestamp(${from}::float8 / 1000))
      and (${to}::float8 is null or b.opened_at < to_timestamp(${to}::float8 / 1000))`
}

/**
 * Calls back a viewer of these teams may see: open ones first, the most urgent on top, then the newest. How many, how many
 * open, and how many of these late at `now` (epoch ms).
 */
export const listCallBacks = async (
  sql: Sql,
  scope: TeamScope,
  question: CallBackQuestion,
  { offset, limit, now }: { offset: number; limit: number; now: number },
): Promise<{ rows: CallBackListed[]; total: number; open: number; late: number }> => {
  const [[count], rows] = await Promise.all([
    sql<{ total: number; open: number; late: number }[]>`
      select count(*)::int as total, (count(*) filter (where b.state = 'open'))::int as open,
        (count(*) filter (where b.state = 'open' and b.call_by < to_timestamp(${now}::float8 / 1000)))::int as late
      from ${found(sql, scope, question)}`,
    sql<CallBackListed[]>`
      select o.*, c.caller, (
          select count(*)::int from call_back x
          where o.state = 'open' and x.state = 'open' and x.customer_ref = o.customer_ref
            and (x.feed_id, x.call_id, x.key) <> (o."feedId", o."callId", o.key)
            and ${inScope(sql, scope, sql`x.feed_id`, sql`x.call_id`)}) as others
      from (
        select b.feed_id as "feedId", b.call_id as "callId", b.key, b.rule, b.severity, b.step, b.level, b.about, b.customer_ref,
          (extract(epoch from b.opened_at) * 1000)::float8 as "openedAt",
          (extract(epoch from b.call_by) * 1000)::float8 as "callBy", b.state, b.withdrawn,
          (extract(epoch from b.closed_at) * 1000)::float8 as "closedAt", b.closed_by as "closedBy",
          case when mine.is_own then b.note end as note,
          who.agent_no as "agentNo", case when mine.is_own then who.name end as "agentName", t.name as team
        from ${found(sql, scope, question)}
        order by (b.state = 'open') desc, case when b.state = 'open' then b.call_by end, b.opened_at desc, b.feed_id, b.call_id, b.key
        offset ${offset} limit ${limit}) o
      left join call c on c.feed_id = o."feedId" and c.call_id = o."callId"
      order by (o.state = 'open') desc, case when o.state = 'open' then o."callBy" end, o."openedAt" desc, o."feedId", o."callId", o.key`,
  ])
  const shown = rows.map((row) => {
    const { customer_ref: _, ...rest } = row as CallBackListed & { customer_ref?: string }
    return rest
  })
  return { rows: shown, total: count?.total ?? 0, open: count?.open ?? 0, late: count?.late ?? 0 }
}
