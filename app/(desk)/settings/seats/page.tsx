import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listFeeds } from '#db/queries/list-feeds.ts'
import { listSeats } from '#db/queries/list-seats.ts'
import { listSittings } from '#db/queries/list-sittings.ts'
import { listAbsentPeople, listAssumedAgents } from '#db/queries/list-unidentified.ts'
import { loadPersonFigures } from '#db/queries/person-figures.ts'
import { getAccess } from '#server/access/auth.ts'
import { siteDate, siteDay } from '#server/domain/site-time.ts'
import { readTeams } from '../../../_server/read-scope.ts'
import { requirePermission } from '../../../_server/require-viewer.ts'
import { readZone } from '../../../_server/site.ts'
import { SeatsPage } from './client.tsx'
import { loadSeatParams } from './search-params.ts'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('seats'))('title') })

const MOST = 200
/** Around the day, so that a correction may reach over its edges. */
const AROUND_MS = 31 * 86_400_000

const Page = async ({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) => {
  await requirePermission('/settings/seats', 'organisation.edit')
  const { sql } = getAccess().database
  const now = getAccess().clock.now()
  const zone = await readZone()
  const params = await loadSeatParams(searchParams)
  const today = siteDate(now, zone)
  const day = params.day !== '' && siteDay(params.day, zone) ? params.day : today
  const within = siteDay(day, zone) ?? { from: now, to: now }
  const at = Math.min(Math.max(now, within.from), within.to - 1)
  const chosen = params.feed && params.agent ? { feedId: params.feed, agentId: params.agent } : null
  const find = { search: params.q, limit: MOST }
  const seats = await listSeats(sql, within)
  const [feeds, sittings, assumed, absent, history, figures] = await Promise.all([
    listFeeds(sql),
    listSittings(sql, { ...within, agents: seats }),
    listAssumedAgents(sql, { ...within, ...find, at }),
    listAbsentPeople(sql, { ...within, ...find }),
    chosen ? listSittings(sql, { from: within.from - AROUND_MS, to: within.to + AROUND_MS, agents: [chosen] }) : [],
    chosen ? loadPersonFigures(sql, { ...within, teams: await readTeams(), agent: chosen }) : [],
  ])
  return (
    <SeatsPage
      {...{ zone, now, today, day, within, seats, sittings, assumed, absent }}
      feeds={feeds.map(({ feedId, name }) => ({ feedId, name }))}
      chosen={chosen && { ...chosen, history, figures }}
    />
  )
}

export default Page
