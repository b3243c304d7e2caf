import type { ISql } from 'postgres'
import { ORGANISATION_CHANNEL } from './place-agents.ts'

/** Adds a team; false when its id, or its name among open teams, is taken. `createdAt` in epoch ms. */
export const insertTeam = async (
  sql: ISql<{ bigint: number }>,
  team: { id: string; name: string; createdAt: number; siteId?: string | null },
): Promise<boolean> => {
  const rows = await sql`insert into team (id, name, created_at, site_id)
    values (${team.id}, ${team.name}, to_timestamp(${team.createdAt}::float8 / 1000), ${team.siteId ?? null})
    on conflict do nothing returning id`
  await sql`select pg_notify(${ORGANISATION_CHANNEL}, '')`
  return rows.length > 0
}
