'use client'

import { createContext, useContext } from 'react'
import type { ViewerCard } from '../../_server/require-viewer.ts'

export const ViewerContext = createContext<ViewerCard | null>(null)

export const useViewer = (): ViewerCard => {
  const viewer = useContext(ViewerContext)
  if (!viewer) throw new Error('useViewer needs the desk layout above it')
  return viewer
}
