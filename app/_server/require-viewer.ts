import { headers } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { cache } from 'react'
import { findGivenPassword, viewerFromHeaders } from '#server/access/viewer.ts'
import { type Permission, permissionsOf } from '#server/domain/may.ts'
import type { Role } from '#server/domain/viewer.ts'

/** What the browser is told about the person looking. */
export type ViewerCard = { id: string; name: string; role: Role; permissions: Permission[] }

/** Asked once per request, however many parts of the page want to know. */
export const readViewer = cache(async (): Promise<ViewerCard | null> => {
  const viewer = await viewerFromHeaders(await headers())
  return viewer && { id: viewer.id, name: viewer.name, role: viewer.role, permissions: permissionsOf(viewer) }
})

/** Who is signed in with a password somebody else gave, and must choose their own before they are anybody's viewer. */
export const readGivenPassword = cache(async () => findGivenPassword(await headers()))

/** The person behind this request; without one the request goes to sign-in and comes back to `path`. */
export const requireViewer = async (path: string): Promise<ViewerCard> => {
  const viewer = await readViewer()
  if (viewer) return viewer
  const place = (await readGivenPassword()) ? '/change-password' : '/sign-in'
  redirect(`${place}?next=${encodeURIComponent(path)}`)
}

/** The same for a page that takes a permission: without it nothing of the page is read, and the answer is 403. */
export const requirePermission = async (path: string, permission: Permission): Promise<ViewerCard> => {
  const viewer = await requireViewer(path)
  return viewer.permissions.includes(permission) ? viewer : forbidden()
}
