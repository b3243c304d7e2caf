import type { About } from '#server/domain/call/call.ts'
import type { DisputeFilter } from '#server/domain/case-filter.ts'
import type { DisputeState, Rule, Severity, Step } from '#server/domain/words.ts'
import type { Sql } from '../client.ts'
import { casesInScope, type TeamScope } from './case-scope.ts'

export type DisputeListed = {
  feedId: string
  callId: string
  key: string
  rule: Rule
  severity: Severity | null
  step: Step | null
  level: number | null
  about: About | null
  /** Epoch ms, of the feed's clock. */
  dueAt: number
  state: DisputeState
  disputedAt: number
  by: string
  byId: string | null
  /** Null where the handling is another team's: the reasons tell what went on in it. */
  reason: string | null
  decidedAt: number | null
  decidedBy: string | null
  decision: string | null
  /** 工号 of whom the verdict is about, then; null where it is about no agent. The name only of one's own teams' people. */
  agentNo: string | null
  agentName: string | null
  team: string | null
}

export type DisputeQuestion = Pick<DisputeFilter, 'state' | 'team' | 'rule'> & {
  /** Epoch ms, [from, to); null: without end. */
  from: number | null
  to: number | null
}

/** Disputes as `d`. */
const found = (sql: Sql, scope: TeamScope, question: DisputeQuestion) =>
  casesInScope(sql, scope, { table: sql`verdict_dispute`, since: sql`d.disputed_at` }, question)

/** Disputes a viewer of these teams may see, undecided ones first, then the newest; how many, and how many undecided. */
export const listDisputes = async (
  sql: Sql,
  scope: TeamScope,
  question: DisputeQuestion,
  { offset, limit }: { offset: number; limit: number },
): Promise<{ rows: DisputeListed[]; total: number; pending: number }> => {
  const [[count], rows] = await Promise.all([
    sql<{ total: number; pending: number }[]>`
      select count(*)::int as total, (count(*) filter (where d.state = 'pending'))::int as pending
      from ${found(sql, scope, question)}`,
    sql<DisputeListed[]>`
      select d.feed_id as "feedId", d.call_id as "callId", d.key, d.rule, d.severity, d.step, d.level, d.about,
        (extract(epoch from d.due_at) * 1000)::float8 as "dueAt", d.state,
        (extract(epoch from d.disputed_at) * 1000)::float8 as "disputedAt", d.disputed_by as by,
        d.disputed_by_id as "byId",
        (extract(epoch from d.decided_at) * 1000)::float8 as "decidedAt", d.decided_by as "decidedBy",
        case when mine.is_own then d.reason end as reason, case when mine.is_own then d.decision end as decision,
        who.agent_no as "agentNo", case when mine.is_own then who.name end as "agentName", t.name as team
      from ${found(sql, scope, question)}
      order by (d.state = 'pending') desc, d.disputed_at desc, d.feed_id, d.call_id, d.key
      offset ${offset} limit ${limit}`,
  ])
  return { rows: rows.map((row) => ({ ...row })), total: count?.total ?? 0, pending: count?.pending ?? 0 }
}
