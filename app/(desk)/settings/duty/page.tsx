import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listDuty } from '#db/queries/list-duty.ts'
import { listShifts } from '#db/queries/list-shifts.ts'
import { listTeams } from '#db/queries/list-teams.ts'
import { listUsers } from '#db/queries/list-users.ts'
import { getAccess } from '#server/access/auth.ts'
import { siteDate, siteDay } from '#server/domain/site-time.ts'
import { readTeams } from '../../../_server/read-scope.ts'
import { requirePermission } from '../../../_server/require-viewer.ts'
import { readZone } from '../../../_server/site.ts'
import { DutyPage } from './client.tsx'
import { loadDutyParams } from './search-params.ts'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('duty'))('title') })

const AHEAD_DAYS = 7

const Page = async ({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) => {
  const { permissions } = await requirePermission('/settings/duty', 'roster.read')
  const mayEdit = permissions.includes('roster.edit')
  const { sql } = getAccess().database
  const now = getAccess().clock.now()
  const zone = await readZone()
  const { day: asked } = await loadDutyParams(searchParams)
  const today = siteDate(now, zone)
  const day = asked !== '' && siteDay(asked, zone) ? asked : today
  const within = siteDay(day, zone) ?? { from: now, to: now }
  const scope = await readTeams()
  const [teams, duties, shifts, atWork, users] = await Promise.all([
    listTeams(sql, now),
    listDuty(sql, { from: now, to: now + AHEAD_DAYS * 86_400_000, teams: scope }),
    listShifts(sql, { ...within, teams: scope }),
    listShifts(sql, { from: now, to: now + 1, teams: scope }),
    mayEdit ? listUsers(sql, { now, limit: getAccess().limits.perAccount }) : [],
  ])
  return (
    <DutyPage
      {...{ zone, now, today, day, duties, shifts, mayEdit }}
      teams={teams
        .filter(({ id, closedAt }) => closedAt === null && (scope === 'all' || scope.includes(id)))
        .map(({ id, name }) => ({ id, name }))}
      atWork={atWork.map(({ teamId }) => teamId)}
      users={users.filter(({ banned }) => !banned).map(({ id, name, username }) => ({ id, name, username }))}
    />
  )
}

export default Page
