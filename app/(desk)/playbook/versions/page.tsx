import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { listPlaybookVersions, loadPlaybooks } from '#db/queries/list-playbook-versions.ts'
import { loadPlaybookDraft } from '#db/queries/load-playbook-draft.ts'
import { getAccess } from '#server/access/auth.ts'
import { requireViewer } from '../../../_server/require-viewer.ts'
import { readZone } from '../../../_server/site.ts'
import { VersionsPage } from './client.tsx'

export const generateMetadata = async (): Promise<Metadata> => ({
  title: (await getTranslations('playbook'))('versionsTitle'),
})

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const Page = async ({ searchParams }: Props) => {
  const { v } = await searchParams
  const asked = typeof v === 'string' && /^\d{1,6}$/.test(v) ? Number(v) : undefined
  await requireViewer(asked === undefined ? '/playbook/versions' : `/playbook/versions?v=${asked}`)
  const { sql } = getAccess().database
  const versions = await listPlaybookVersions(sql)
  const shown = versions.find(({ version }) => version === asked) ?? versions[0]
  const before = versions.find(({ version }) => shown && version < shown.version)
  const [playbooks, { revision, draft }, zone] = await Promise.all([
    loadPlaybooks(
      sql,
      [shown, before].flatMap((one) => (one ? [one.version] : [])),
    ),
    loadPlaybookDraft(sql),
    readZone(),
  ])
  return (
    <VersionsPage
      versions={versions}
      shown={shown && playbooks.get(shown.version)}
      before={before && playbooks.get(before.version)}
      revision={revision}
      draftBy={draft?.savedBy}
      zone={zone}
    />
  )
}

export default Page
