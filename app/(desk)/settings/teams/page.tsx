import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listFeeds } from '#db/queries/list-feeds.ts'
import { listQueues } from '#db/queries/list-queues.ts'
import { listSites } from '#db/queries/list-sites.ts'
import { listTeams } from '#db/queries/list-teams.ts'
import { getAccess } from '#server/access/auth.ts'
import { requirePermission } from '../../../_server/require-viewer.ts'
import { readZone } from '../../../_server/site.ts'
import { TeamsPage } from './client.tsx'

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('settings.places'))('teams'),
})

/** Queues nobody used for as long as this are not offered any more. */
const SEEN_MS = 30 * 86_400_000

const Page = async () => {
  await requirePermission('/settings/teams', 'organisation.edit')
  const { database, clock } = getAccess()
  const now = clock.now()
  const [teams, sites, queues, feeds, zone] = await Promise.all([
    listTeams(database.sql, now),
    listSites(database.sql),
    listQueues(database.sql, now - SEEN_MS),
    listFeeds(database.sql),
    readZone(),
  ])
  return (
    <TeamsPage
      teams={teams}
      sites={sites}
      queues={queues}
      feeds={feeds.map(({ feedId, name }) => ({ feedId, name }))}
      zone={zone}
    />
  )
}

export default Page
