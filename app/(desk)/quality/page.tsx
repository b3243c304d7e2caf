import { redirect } from 'next/navigation'
import { requireViewer } from '../../_server/require-viewer.ts'

const Page = async () => {
  await requireViewer('/quality')
  redirect('/quality/disputes')
}

export default Page
