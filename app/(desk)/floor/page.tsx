import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { requireViewer } from '../../_server/require-viewer.ts'
import { FloorPage } from './client.tsx'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('floor'))('title') })

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const Page = async ({ searchParams }: Props) => {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(await searchParams)) {
    for (const item of [value].flat()) if (item !== undefined) params.append(key, item)
  }
  await requireViewer(params.size > 0 ? `/floor?${params}` : '/floor')
  return <FloorPage />
}

export default Page
