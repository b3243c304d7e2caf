import type { ISql } from 'postgres'

export type OpenSite = { id: string; name: string; teams: number }

/** The open site of an id or, failing that, of a name, with how many open teams it has. */
export const findOpenSite = async (sql: ISql<{ bigint: number }>, wanted: string): Promise<OpenSite | undefined> => {
  const [row] = await sql<OpenSite[]>`
    select s.id, s.name, (select count(*)::int from team t where t.site_id = s.id and t.valid_to is null) as teams
    from site s where s.valid_to is null and (s.id = ${wanted} or s.name = ${wanted})
    order by s.id = ${wanted} desc limit 1`
  return row && { ...row }
}
