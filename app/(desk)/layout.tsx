import type { ReactNode } from 'react'
import { LiveProvider } from '../_live/provider.tsx'
import { readViewer } from '../_server/require-viewer.ts'
import { Shell } from './shell.tsx'

/** Each page asks for its viewer itself and knows where to come back to; without one it redirects. */
const DeskLayout = async ({ children }: { children: ReactNode }) => {
  const viewer = await readViewer()
  if (!viewer) return children
  return (
    <LiveProvider>
      <Shell viewer={viewer}>{children}</Shell>
    </LiveProvider>
  )
}

export default DeskLayout
