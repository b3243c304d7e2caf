import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { findLastBackTest } from '#db/queries/find-last-back-test.ts'
import { listPlaybookVersions, loadPlaybooks } from '#db/queries/list-playbook-versions.ts'
import { loadPlaybookDraft } from '#db/queries/load-playbook-draft.ts'
import { getAccess } from '#server/access/auth.ts'
import type { Playbook } from '#server/domain/playbook/playbook.ts'
import { requirePermission } from '../../../_server/require-viewer.ts'
import { readZone } from '../../../_server/site.ts'
import { DraftPage } from './client.tsx'

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('playbook.draft'))('title'),
})

const Page = async () => {
  await requirePermission('/playbook/draft', 'playbook.edit')
  const { sql } = getAccess().database
  const [{ revision, draft }, versions, lastTest] = await Promise.all([
    loadPlaybookDraft(sql),
    listPlaybookVersions(sql),
    findLastBackTest(sql),
  ])
  const newest = versions[0]?.version ?? 0
  const current = (await loadPlaybooks(sql, [newest])).get(newest)
  if (!current) throw new Error(`version ${newest} of the playbook is gone`)
  return (
    <DraftPage
      current={current}
      revision={revision}
      draft={draft && { ...draft, body: draft.body as Playbook }}
      lastTest={lastTest}
      zone={await readZone()}
    />
  )
}

export default Page
