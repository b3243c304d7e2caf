import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { cache } from 'react'
import { viewerFromHeaders } from '#server/access/viewer.ts'
import type { Role } from '#server/domain/viewer.ts'

/** What the browser is told about the person looking. */
export type ViewerCard = { name: string; role: Role /** May take alerts on. */; canClaim: boolean }

/** Asked once per request, however many parts of the page want to know. */
export const readViewer = cache(async (): Promise<ViewerCard | null> => {
  const viewer = await viewerFromHeaders(await headers())
  return viewer && { name: viewer.name, role: viewer.role, canClaim: viewer.role !== 'viewer' }
})

/** The person behind this request; without one the request goes to sign-in and comes back to `path`. */
export const requireViewer = async (path: string): Promise<ViewerCard> => {
  const viewer = await readViewer()
  return viewer ?? redirect(`/sign-in?next=${encodeURIComponent(path)}`)
}
