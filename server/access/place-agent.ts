import type { Sql } from '#db/client.ts'
import { type Placement, placeAgents } from '#db/writes/place-agents.ts'
import { type AuditEntry, appendAudit } from './audit.ts'
import type { OrganisationDirectory } from './directory.ts'

/** Moves one agent into a team and notes it, in one transaction; the directory knows it when this resolves. */
export const placeAgent = async (
  parts: { sql: Sql; directory: Pick<OrganisationDirectory, 'flush' | 'refresh'> },
  { agentId, ...placement }: Omit<Placement, 'agentIds'> & { agentId: string },
  note: AuditEntry,
): Promise<void> => {
  // An agent seen a moment ago may not be written yet.
  await parts.directory.flush()
  await parts.sql.begin(async (tx) => {
    await placeAgents(tx, { ...placement, agentIds: [agentId] })
    await appendAudit(tx, note)
  })
  await parts.directory.refresh()
}
