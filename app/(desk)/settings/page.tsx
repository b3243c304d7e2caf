import { redirect } from 'next/navigation'
import { requireViewer } from '../../_server/require-viewer.ts'
import { placesFor } from './_shell/places.ts'

/** Opens the first of the settings this person has. */
const Page = async () => {
  const { permissions } = await requireViewer('/settings')
  redirect(placesFor(permissions)[0]?.href ?? '/floor')
}

export default Page
