import type { Sql } from '../client.ts'

export type FeedInfo = { feedId: string; name: string; demo: boolean; position: number; createdAt: number }

/** Every feed that was added, by name. */
export const listFeeds = async (sql: Sql): Promise<FeedInfo[]> => {
  const rows = await sql<FeedInfo[]>`
    select id as "feedId", name, demo, position, (extract(epoch from created_at) * 1000)::float8 as "createdAt"
    from feed order by name, id`
  return rows.map((row) => ({ ...row }))
}
