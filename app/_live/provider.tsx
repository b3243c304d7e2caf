'use client'

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { createLiveClient, type LiveClient } from './live-client.ts'
import { browserTime, createPageClock, type PageClock } from './page-clock.ts'
import { createLiveSocket } from './socket.ts'
import { createLiveStore, type LiveStore } from './store.ts'

export type Live = { store: LiveStore; clock: PageClock; client: LiveClient }
export const LiveContext = createContext<Live | null>(null)

/** A hidden page does not paint, so it catches up once a second. */
const beforePaint = (flush: () => void) => {
  if (document.hidden) browserTime.after(1000, flush)
  else requestAnimationFrame(flush)
}

const openLive = (): Live => {
  const store = createLiveStore()
  const clock = createPageClock(browserTime)
  const client = createLiveClient({ store, clock, local: browserTime, socket: createLiveSocket(), beforePaint })
  return { store, clock, client }
}

/** One socket, one store and one clock for all pages under it. */
export const LiveProvider = ({ children, fallback }: { children: ReactNode; fallback: ReactNode }) => {
  const [live, setLive] = useState<Live | null>(null)
  useEffect(() => {
    const opened = openLive()
    opened.client.start()
    setLive(opened)
    return () => {
      opened.client.close()
      opened.clock.close()
    }
  }, [])
  return live ? <LiveContext value={live}>{children}</LiveContext> : fallback
}

export const useLive = (): Live => {
  const live = useContext(LiveContext)
  if (!live) throw new Error('useLive needs a LiveProvider above it')
  return live
}
