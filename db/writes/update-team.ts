import type { ISql } from 'postgres'
import { ORGANISATION_CHANNEL } from './place-agents.ts'

/** Renames an open team and puts it under a site, or under none. */
export const updateTeam = async (
  sql: ISql<{ bigint: number }>,
  team: { id: string; name: string; siteId: string | null },
): Promise<void> => {
  await sql`update team set name = ${team.name}, site_id = ${team.siteId} where id = ${team.id} and valid_to is null`
  await sql`select pg_notify(${ORGANISATION_CHANNEL}, '')`
}
