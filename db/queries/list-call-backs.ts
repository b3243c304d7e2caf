import type { About } from '#server/domain/call/call.ts'
import type { CallBackFilter } from '#server/domain/case-filter.ts'
import type { CallBackState, Rule, Severity, Step, WithdrawalReason } from '#server/domain/words.ts'
import type { Sql } from '../client.ts'
import { casesInScope, inScope, type TeamScope } from './case-scope.ts'

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

/** Calls back as `d`. */
const found = (sql: Sql, scope: TeamScope, question: CallBackQuestion) =>
  casesInScope(sql, scope, { table: sql`call_back`, since: sql`d.opened_at` }, question)

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
      select count(*)::int as total, (count(*) filter (where d.state = 'open'))::int as open,
        (count(*) filter (where d.state = 'open' and d.call_by < to_timestamp(${now}::float8 / 1000)))::int as late
      from ${found(sql, scope, question)}`,
    sql<CallBackListed[]>`
      select o.*, c.caller, (
          select count(*)::int from call_back x
          where o.state = 'open' and x.state = 'open' and x.customer_ref = o.customer_ref
            and (x.feed_id, x.call_id, x.key) <> (o."feedId", o."callId", o.key)
            and ${inScope(sql, scope, sql`x.feed_id`, sql`x.call_id`)}) as others
      from (
        select d.feed_id as "feedId", d.call_id as "callId", d.key, d.rule, d.severity, d.step, d.level, d.about, d.customer_ref,
          (extract(epoch from d.opened_at) * 1000)::float8 as "openedAt",
          (extract(epoch from d.call_by) * 1000)::float8 as "callBy", d.state, d.withdrawn,
          (extract(epoch from d.closed_at) * 1000)::float8 as "closedAt", d.closed_by as "closedBy",
          case when mine.is_own then d.note end as note,
          who.agent_no as "agentNo", case when mine.is_own then who.name end as "agentName", t.name as team
        from ${found(sql, scope, question)}
        order by (d.state = 'open') desc, case when d.state = 'open' then d.call_by end, d.opened_at desc, d.feed_id, d.call_id, d.key
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
