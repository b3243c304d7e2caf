import type { ISql } from 'postgres'

/** Renames an open site. */
export const renameSite = async (sql: ISql<{ bigint: number }>, site: { id: string; name: string }): Promise<void> => {
  await sql`update site set name = ${site.name} where id = ${site.id} and valid_to is null`
}

/** Ends a site at `at` (epoch ms). */
export const closeSite = async (sql: ISql<{ bigint: number }>, site: { id: string; at: number }): Promise<void> => {
  await sql`update site set valid_to = greatest(to_timestamp(${site.at}::float8 / 1000), valid_from + interval '1 ms')
    where id = ${site.id} and valid_to is null`
}
