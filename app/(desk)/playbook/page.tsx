import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { listPlaybookVersions, loadPlaybooks } from '#db/queries/list-playbook-versions.ts'
import { getAccess } from '#server/access/auth.ts'
import { requireViewer } from '../../_server/require-viewer.ts'
import { readZone } from '../../_server/site.ts'
import { PlaybookPage } from './client.tsx'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('playbook'))('title') })

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const Page = async ({ searchParams }: Props) => {
  const asked = await searchParams
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(asked))
    for (const item of [value].flat()) if (item !== undefined) params.append(key, item)
  await requireViewer(params.size > 0 ? `/playbook?${params}` : '/playbook')
  const { sql } = getAccess().database
  const versions = await listPlaybookVersions(sql)
  const wanted = /^\d{1,6}$/.test(params.get('v') ?? '') ? Number(params.get('v')) : versions[0]?.version
  const version = versions.find((one) => one.version === wanted)
  if (!version) notFound()
  const playbook = (await loadPlaybooks(sql, [version.version])).get(version.version)
  if (!playbook) notFound()
  return (
    <PlaybookPage
      key={version.version}
      playbook={playbook}
      version={version}
      newest={versions[0]?.version ?? version.version}
      zone={await readZone()}
    />
  )
}

export default Page
