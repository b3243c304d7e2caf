import type { ISql } from 'postgres'

/** Adds a site; false when its id, or its name among open sites, is taken. `from` in epoch ms. */
export const insertSite = async (
  sql: ISql<{ bigint: number }>,
  site: { id: string; name: string; from: number },
): Promise<boolean> => {
  const rows = await sql`insert into site (id, name, valid_from)
    values (${site.id}, ${site.name}, to_timestamp(${site.from}::float8 / 1000)) on conflict do nothing returning id`
  return rows.length > 0
}
