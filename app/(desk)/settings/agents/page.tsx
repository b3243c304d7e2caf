import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listAgents } from '#db/queries/list-agents.ts'
import { listTeams } from '#db/queries/list-teams.ts'
import { getAccess } from '#server/access/auth.ts'
import { requirePermission } from '../../../_server/require-viewer.ts'
import { readZone } from '../../../_server/site.ts'
import { AgentsPage } from './client.tsx'

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('settings.places'))('agents'),
})

const Page = async () => {
  await requirePermission('/settings/agents', 'agent.place')
  const { database, clock } = getAccess()
  const now = clock.now()
  const [agents, teams, zone] = await Promise.all([
    listAgents(database.sql, now),
    listTeams(database.sql, now),
    readZone(),
  ])
  return (
    <AgentsPage
      agents={agents}
      teams={teams.map(({ id, name, site, closedAt }) => ({ id, name, site, isOpen: closedAt === null }))}
      zone={zone}
      now={now}
    />
  )
}

export default Page
