import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listSettingVersions } from '#db/queries/list-setting-versions.ts'
import { listUnmapped } from '#db/queries/list-unmapped.ts'
import { getAccess } from '#server/access/auth.ts'
import { changesBetween } from '#server/domain/scenario-map.ts'
import { requirePermission } from '../../../_server/require-viewer.ts'
import { readZone } from '../../../_server/site.ts'
import { ScenariosPage } from './client.tsx'
import { UNMAPPED_DAYS } from './days.ts'

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('settings.places'))('scenarios'),
})

const SHOWN_VERSIONS = 12

const Page = async () => {
  await requirePermission('/settings/scenarios', 'scenario.map')
  const { database, clock } = getAccess()
  const [versions, unmapped, zone] = await Promise.all([
    listSettingVersions(database.sql, SHOWN_VERSIONS + 1),
    listUnmapped(database.sql, clock.now() - UNMAPPED_DAYS * 86_400_000),
    readZone(),
  ])
  const [newest] = versions
  const history = versions.slice(0, SHOWN_VERSIONS).map((version, index) => ({
    version: version.version,
    savedAt: version.savedAt,
    savedBy: version.savedBy,
    changes: changesBetween(versions[index + 1]?.scenarioMap ?? [], version.scenarioMap),
  }))
  return (
    <ScenariosPage
      key={newest?.version ?? 0}
      version={newest?.version ?? 0}
      map={newest?.scenarioMap ?? []}
      history={history}
      unmapped={unmapped}
      zone={zone}
    />
  )
}

export default Page
