import type { ISql } from 'postgres'

export type FoundPerson = { feedId: string; agentId: string; from: number; to: number | null }

/** Where on a feed a person is known to be at some time of [from, to), epoch ms; `to` null: from then on. */
export const findPerson = async (
  sql: ISql<{ bigint: number }>,
  given: { feedId: string; agentNo: string; from: number; to: number | null },
): Promise<FoundPerson[]> => {
  const rows = await sql<FoundPerson[]>`
    select feed_id as "feedId", agent_id as "agentId", (extract(epoch from valid_from) * 1000)::float8 as "from",
           (extract(epoch from valid_to) * 1000)::float8 as "to"
    from agent_identity
    where feed_id = ${given.feedId} and agent_no = ${given.agentNo}
      and (${given.to}::float8 is null or valid_from < to_timestamp(${given.to}::float8 / 1000))
      and (valid_to is null or valid_to > to_timestamp(${given.from}::float8 / 1000))
    order by valid_from`
  return rows.map((row) => ({ ...row }))
}
