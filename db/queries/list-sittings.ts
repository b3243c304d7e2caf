import type { Identity } from '#server/domain/people/identity.ts'
import type { Sql } from '../client.ts'

/** Who was at an agent of a feed in [from, to), and how that is known. */
export type Sitting = Omit<Identity, 'reason'> & {
  feedId: string
  agentId: string
  name: string | null
  reason: string | null
  /** Name of the user who noted it; null when a feed or a shell did. */
  noter: string | null
}

/** Intervals that touch [from, to), epoch ms, at these agents, oldest first. */
export const listSittings = async (
  sql: Sql,
  given: { from: number; to: number; agents: readonly { feedId: string; agentId: string }[] },
): Promise<Sitting[]> => {
  const rows = await sql<Sitting[]>`
    select i.feed_id as "feedId", i.agent_id as "agentId", i.agent_no as "agentNo", p.name, i.source, i.reason,
           (extract(epoch from i.valid_from) * 1000)::float8 as "from",
           (extract(epoch from i.valid_to) * 1000)::float8 as "to",
           (extract(epoch from i.noted_from) * 1000)::float8 as "notedFrom",
           (extract(epoch from i.noted_at) * 1000)::float8 as "notedAt", i.noted_by as "notedBy", u.name as noter
    from agent_identity i
    join (select distinct "feedId", "agentId"
          from json_to_recordset(${JSON.stringify(given.agents)}::text::json) as a("feedId" text, "agentId" text)) wanted
      on wanted."feedId" = i.feed_id and wanted."agentId" = i.agent_id
    left join agent p on p.feed_id = '' and p.agent_id = i.agent_no
    left join app_user u on i.noted_by = 'user:' || u.id
    where i.valid_from < to_timestamp(${given.to}::float8 / 1000)
      and (i.valid_to is null or i.valid_to > to_timestamp(${given.from}::float8 / 1000))
    order by i.feed_id, i.agent_id, i.valid_from`
  return rows.map((row) => ({ ...row }))
}
