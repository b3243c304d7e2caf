import type { ISql } from 'postgres'

export type OpenTeam = { id: string; name: string; siteId: string | null }

/** The open team of an id; undefined for one there is not or that was closed. */
export const findOpenTeam = async (sql: ISql<{ bigint: number }>, id: string): Promise<OpenTeam | undefined> => {
  const [row] = await sql<OpenTeam[]>`
    select id, name, site_id as "siteId" from team where id = ${id} and valid_to is null`
  return row && { ...row }
}
