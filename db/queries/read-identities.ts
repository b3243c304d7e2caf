import type { ISql } from 'postgres'
import type { Identity } from '#server/domain/people/identity.ts'

type Row = Omit<Identity, 'reason'> & { feedId: string; agentId: string; reason: string | null }

/** Who these agents of feeds were, each agent's intervals oldest first. */
export const readIdentities = async (
  sql: ISql<{ bigint: number }>,
  agents: readonly { feedId: string; agentId: string }[],
): Promise<(Identity & { feedId: string; agentId: string })[]> => {
  const rows = await sql<Row[]>`
    select i.feed_id as "feedId", i.agent_id as "agentId", i.agent_no as "agentNo", i.source,
           (extract(epoch from i.valid_from) * 1000)::float8 as "from",
           (extract(epoch from i.valid_to) * 1000)::float8 as "to",
           (extract(epoch from i.noted_from) * 1000)::float8 as "notedFrom",
           (extract(epoch from i.noted_at) * 1000)::float8 as "notedAt", i.noted_by as "notedBy", i.reason
    from agent_identity i
    join (select distinct "feedId", "agentId"
          from json_to_recordset(${JSON.stringify(agents)}::text::json) as a("feedId" text, "agentId" text)) wanted
      on wanted."feedId" = i.feed_id and wanted."agentId" = i.agent_id
    order by i.feed_id, i.agent_id, i.valid_from`
  return rows.map(({ reason, ...row }) => (reason === null ? row : { ...row, reason }))
}
