import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listTeams } from '#db/queries/list-teams.ts'
import { loadAuditEnd } from '#db/queries/load-audit-end.ts'
import { countAudit, searchAudit } from '#db/queries/search-audit.ts'
import { getAccess } from '#server/access/auth.ts'
import { readAuditFilter } from '#server/domain/audit-filter.ts'
import { requirePermission } from '../../../_server/require-viewer.ts'
import { AuditPage } from './client.tsx'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('audit'))('title') })

const SHOWN = 100
/** Counting further than this costs more than the number tells. */
const COUNTED = 10_000

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const Page = async ({ searchParams }: Props) => {
  await requirePermission('/settings/audit', 'audit.read')
  const query = await searchParams
  const filter = readAuditFilter(query)
  const before = Number(query.before)
  const older = Number.isSafeInteger(before) && before > 0 ? before : undefined
  const { clock, database } = getAccess()
  const { sql } = database
  const [rows, count, teams, lastId] = await Promise.all([
    searchAudit(sql, filter, { before: older, limit: SHOWN + 1 }),
    countAudit(sql, filter, COUNTED + 1),
    listTeams(sql, clock.now()),
    loadAuditEnd(sql),
  ])
  return (
    <AuditPage
      filter={filter}
      lastId={lastId}
      rows={rows.slice(0, SHOWN)}
      hasOlder={rows.length > SHOWN}
      isNewest={older === undefined}
      count={Math.min(count, COUNTED)}
      isCounted={count <= COUNTED}
      teams={Object.fromEntries(teams.map(({ id, name }) => [id, name]))}
    />
  )
}

export default Page
