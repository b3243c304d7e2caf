import type { Rule } from '#server/domain/words.ts'
import type { Sql } from '../client.ts'

/** Ids of teams, or all of them. */
export type TeamScope = 'all' | readonly string[]

/** What lists of disputes and of calls back are asked alike. Epoch ms, [from, to); null: without end. */
export type CaseQuestion = { state?: string; team?: string; rule?: Rule; from: number | null; to: number | null }

type Piece = ReturnType<Sql>

/** Of calls that one of the teams had an agent in. */
export const inScope = (sql: Sql, scope: TeamScope, feedId: Piece, callId: Piece) => {
  const teams = scope === 'all' ? null : [...scope]
  return sql`(${teams}::text[] is null or exists (
    select 1 from segment s
    cross join lateral person_at(s.feed_id, s.agent_id, coalesce(s.answered_at, s.offered_at, s.started_at)) p
    where s.feed_id = ${feedId} and s.call_id = ${callId} and p.team_id = any(${teams}::text[])))`
}

/**
 * The cases of a table as `d` with whom each is about, then, as `who`, the team `t` of theirs, and `mine.is_own`: whether the
 * verdict is about a person of these teams. `since`: the column that `from` and `to` are about.
 */
export const casesInScope = (
  sql: Sql,
  scope: TeamScope,
  { table, since }: { table: Piece; since: Piece },
  { from, to, ...asked }: CaseQuestion,
) => {
  const teams = scope === 'all' ? null : [...scope]
  const [state, team, rule] = [asked.state ?? null, asked.team ?? null, asked.rule ?? null]
  return sql`
    ${table} d
    left join lateral person_at(d.feed_id, d.agent_id, d.due_at) who on d.agent_id is not null
    left join team t on t.id = who.team_id
    cross join lateral (
      select ${teams}::text[] is null or d.agent_id is null or coalesce(who.team_id = any(${teams}::text[]), false) as is_own) mine
    where ${inScope(sql, scope, sql`d.feed_id`, sql`d.call_id`)}
      and (${state}::text is null or d.state = ${state})
      and (${team}::text is null or who.team_id = ${team})
      and (${rule}::text is null or d.rule = ${rule})
      and (${from}::float8 is null or ${since} >= to_timestamp(${from}::float8 / 1000))
      and (${to}::float8 is null or ${since} < to_timestamp(${to}::float8 / 1000))`
}
