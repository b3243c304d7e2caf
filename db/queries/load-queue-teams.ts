import type { Sql } from '../client.ts'

/**
 * Teams a queue had at each of these times (epoch ms), in the order asked: those it was assigned to, and those of the
 * agents who were on it.
 */
export const loadQueueTeams = async (
  sql: Sql,
  feedId: string,
  waits: readonly { queueId: string; at: number }[],
): Promise<string[][]> => {
  const rows = await sql<{ teams: string[] }[]>`
    select array(
      select t.team_id from queue_team t
      where t.feed_id = ${feedId} and t.queue_id = w."queueId"
        and t.valid_from <= w.moment and (t.valid_to is null or t.valid_to > w.moment)
      union
      select m.team_id from agent_queue q
      join membership m on m.feed_id = q.feed_id and m.agent_id = q.agent_id
        and m.valid_from <= w.moment and (m.valid_to is null or m.valid_to > w.moment)
      where q.feed_id = ${feedId} and q.queue_id = w."queueId"
        and q.valid_from <= w.moment and (q.valid_to is null or q.valid_to > w.moment)
      order by 1
    ) as teams
    from (
      select n, "queueId", to_timestamp(at / 1000) as moment
      from json_to_recordset(${JSON.stringify(waits.map((wait, n) => ({ n, ...wait })))}::text::json)
        as g(n int, "queueId" text, at float8)
    ) w order by w.n`
  return rows.map(({ teams }) => teams)
}
