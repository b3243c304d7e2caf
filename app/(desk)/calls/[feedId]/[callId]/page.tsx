import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { callPath } from '../../../../_call/call-path.ts'
import { requireViewer } from '../../../../_server/require-viewer.ts'
import { CallPage } from './client.tsx'

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getTranslations('call'))('title') })

type Props = { params: Promise<{ feedId: string; callId: string }> }

const Page = async ({ params }: Props) => {
  const encoded = await params
  const feed = decodeURIComponent(encoded.feedId)
  const callId = decodeURIComponent(encoded.callId)
  await requireViewer(callPath(feed, callId))
  return <CallPage feed={feed} callId={callId} />
}

export default Page
