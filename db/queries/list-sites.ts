import type { ISql } from 'postgres'

export type ListedSite = { id: string; name: string; from: number }

/** Open sites by name; `from` in epoch ms. */
export const listSites = async (sql: ISql<{ bigint: number }>): Promise<ListedSite[]> => {
  const rows = await sql<ListedSite[]>`
    select id, name, (extract(epoch from valid_from) * 1000)::float8 as from from site where valid_to is null order by name`
  return rows.map((row) => ({ ...row }))
}
