import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listCallBacks } from '#db/queries/list-call-backs.ts'
import { listTeams } from '#db/queries/list-teams.ts'
import { getAccess } from '#server/access/auth.ts'
import { reachOfDays, readCallBackFilter, readPage } from '#server/domain/case-filter.ts'
import { readTeams } from '../../../_server/read-scope.ts'
import { requirePermission } from '../../../_server/require-viewer.ts'
import { readZone } from '../../../_server/site.ts'
import { CallBacksPage } from './client.tsx'

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('disputes'))('places.callbacks'),
})

const SHOWN = 50

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const Page = async ({ searchParams }: Props) => {
  await requirePermission('/quality/callbacks', 'callback.close')
  const query = await searchParams
  const filter = readCallBackFilter(query)
  const page = readPage(query)
  const { clock, database } = getAccess()
  const now = clock.now()
  const [scope, zone] = await Promise.all([readTeams(), readZone()])
  const [found, teams] = await Promise.all([
    listCallBacks(
      database.sql,
      scope,
      { ...filter, ...reachOfDays(filter, zone) },
      { offset: (page - 1) * SHOWN, limit: SHOWN, now },
    ),
    listTeams(database.sql, now),
  ])
  return (
    <CallBacksPage
      filter={filter}
      page={page}
      size={SHOWN}
      now={now}
      {...found}
      teams={teams.flatMap(({ id, name }) => (scope === 'all' || scope.includes(id) ? [{ id, name }] : []))}
    />
  )
}

export default Page
