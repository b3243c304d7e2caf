import type { Sql } from '../client.ts'

/** Ids of open teams given by id or by name, in the order given; null for one there is not. */
export const findTeams = async (sql: Sql, wanted: readonly string[]): Promise<(string | null)[]> => {
  const rows = await sql<{ id: string; name: string }[]>`
    select id, name from team
    where valid_to is null and (id = any(${[...wanted]}::text[]) or name = any(${[...wanted]}::text[]))`
  return wanted.map((one) => (rows.find(({ id }) => id === one) ?? rows.find(({ name }) => name === one))?.id ?? null)
}
