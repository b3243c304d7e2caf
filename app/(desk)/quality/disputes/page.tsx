import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listDisputes } from '#db/queries/list-disputes.ts'
import { listTeams } from '#db/queries/list-teams.ts'
import { getAccess } from '#server/access/auth.ts'
import { reachOfDays, readDisputeFilter, readPage } from '#server/domain/case-filter.ts'
import { readTeams } from '../../../_server/read-scope.ts'
import { requirePermission } from '../../../_server/require-viewer.ts'
import { readZone } from '../../../_server/site.ts'
import { DisputesPage } from './client.tsx'

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('disputes'))('places.disputes'),
})

const SHOWN = 50

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const Page = async ({ searchParams }: Props) => {
  await requirePermission('/quality/disputes', 'verdict.dispute')
  const query = await searchParams
  const filter = readDisputeFilter(query)
  const page = readPage(query)
  const { clock, database } = getAccess()
  const [scope, zone] = await Promise.all([readTeams(), readZone()])
  const [found, teams] = await Promise.all([
    listDisputes(
      database.sql,
      scope,
      { ...filter, ...reachOfDays(filter, zone) },
      { offset: (page - 1) * SHOWN, limit: SHOWN },
    ),
    listTeams(database.sql, clock.now()),
  ])
  return (
    <DisputesPage
      filter={filter}
      page={page}
      size={SHOWN}
      {...found}
      teams={teams.flatMap(({ id, name }) => (scope === 'all' || scope.includes(id) ? [{ id, name }] : []))}
      takesLabels={scope === 'all'}
    />
  )
}

export default Page
