import type { Sql } from '../client.ts'

export type PersonFigures = {
  /** 工号 of the person; of the feed's agent where nobody is identified. */
  agentNo: string
  name: string | null
  isIdentified: boolean
  /** Null: a person, whatever feed their calls came over. Else the agent whose 工号 is only assumed. */
  feedId: string | null
  agentId: string | null
  handled: number
  talkMs: number
  holdMs: number
  ringMs: number
  stepsSkipped: number
}

/**
 * What each person did in [from, to), epoch ms on the quarter hours: sums of the recorded intervals, each given to whoever
 * was identified at its agent when the call was answered there, or offered if it never was. Who that is is asked now, so
 * that a corrected identity moves the figures by itself. An agent who had a call twice within a quarter hour has it as the
 * person who answered last. `teams` limits it to people who were in one of these then.
 */
export const loadPersonFigures = async (
  sql: Sql,
  given: {
    from: number
    to: number
    teams: 'all' | readonly string[]
    /** Only what happened at this agent. */
    agent?: { feedId: string; agentId: string }
  },
): Promise<PersonFigures[]> => {
  const teams = given.teams === 'all' ? null : [...given.teams]
  const { feedId = null, agentId = null } = given.agent ?? {}
  const rows = await sql<PersonFigures[]>`
    select who.agent_no as "agentNo", max(who.name) as name, who.is_identified as "isIdentified",
           case when who.is_identified then null else c.feed_id end as "feedId",
           case when who.is_identified then null else c.agent_id end as "agentId",
           sum(c.handled)::float8 as handled, sum(c.talk_ms)::float8 as "talkMs", sum(c.hold_ms)::float8 as "holdMs",
           sum(c.ring_ms)::float8 as "ringMs", sum(c.steps_skipped)::float8 as "stepsSkipped"
    from call_interval c
    cross join lateral (
      select coalesce(s.answered_at, s.offered_at) as at from segment s
      where s.feed_id = c.feed_id and s.call_id = c.call_id and s.agent_id = c.agent_id
        and coalesce(s.offered_at, s.answered_at) < c.interval_start + interval '15 minutes'
        and (s.ended_at is null or s.ended_at >= c.interval_start)
      order by s.answered_at desc nulls last, s.offered_at desc limit 1) taken
    cross join lateral person_at(c.feed_id, c.agent_id, taken.at) who
    where c.agent_id <> '' and c.interval_start >= to_timestamp(${given.from}::float8 / 1000)
      and c.interval_start < to_timestamp(${given.to}::float8 / 1000)
      and (${feedId}::text is null or (c.feed_id = ${feedId} and c.agent_id = ${agentId}))
      and (${teams}::text[] is null or who.team_id = any(${teams}::text[]))
    group by who.agent_no, who.is_identified, 4, 5
    order by sum(c.handled) desc, who.agent_no`
  return rows.map((row) => ({ ...row }))
}
