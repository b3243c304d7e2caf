import { headers } from 'next/headers'
import { cache } from 'react'
import { viewerFromHeaders } from '#server/access/viewer.ts'

/** Teams the person behind this request may see; nobody sees none. */
export const readTeams = cache(async (): Promise<'all' | readonly string[]> => {
  const viewer = await viewerFromHeaders(await headers())
  return viewer ? (viewer.teams === 'all' ? 'all' : [...viewer.teams].sort()) : []
})
