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

/** Everybody's intervals that touch [from, to), epoch ms, with the names of people. */
export const listAllIdentities = async (
  sql: ISql<{ bigint: number }>,
  within: { from: number; to: number },
): Promise<(Identity & { feedId: string; agentId: string; name: string | null })[]> => {
  const agents = await sql<{ feedId: string; agentId: string; name: string | null; agentNo: string }[]>`
    select distinct i.feed_id as "feedId", i.agent_id as "agentId", i.agent_no as "agentNo", p.name
    from agent_identity i left join agent p on p.feed_id = '' and p.agent_id = i.agent_no
    where i.valid_from < to_timestamp(${within.to}::float8 / 1000)
      and (i.valid_to is null or i.valid_to > to_timestamp(${within.from}::float8 / 1000))`
  const names = new Map(agents.map(({ agentNo, name }) => [agentNo, name]))
  const identities = await readIdentities(sql, agents)
  return identities
    .filter(({ from, to }) => from < within.to && (to === null || to > within.from))
    .map((one) => ({ ...one, name: names.get(one.agentNo) ?? null }))
}
