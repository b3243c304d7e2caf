'use client'

import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { createLiveClient, type LiveClient, NO_ANSWER } from './live-client.ts'
import { browserTime, createPageClock, type PageClock } from './page-clock.ts'
import { createLiveSocket } from './socket.ts'
import { createLiveStore, type LiveStore } from './store.ts'

export type Live = {
  store: LiveStore
  clock: Pick<PageClock, 'now' | 'onBeat'>
  client: Pick<LiveClient, 'watchCall' | 'request'>
}

const nothing = () => {}

/** What a page is drawn with on the server, and in the browser until it has taken the page over: nothing is known yet. */
const NOT_OPEN: Live = {
  store: createLiveStore(),
  clock: { now: () => undefined, onBeat: () => nothing },
  client: { watchCall: () => nothing, request: async () => NO_ANSWER },
}

export const LiveContext = createContext<Live | null>(null)

/** A hidden page does not paint, so it catches up once a second. */
const beforePaint = (flush: () => void) => {
  if (document.hidden) browserTime.after(1000, flush)
  else requestAnimationFrame(flush)
}

const openLive = () => {
  const store = createLiveStore()
  const clock = createPageClock(browserTime)
  const client = createLiveClient({ store, clock, local: browserTime, socket: createLiveSocket(), beforePaint })
  return { store, clock, client }
}

/** One socket, one store and one clock for all pages under it. */
export const LiveProvider = ({ children }: { children: ReactNode }) => {
  const [live, setLive] = useState(NOT_OPEN)
  useEffect(() => {
    const opened = openLive()
    opened.client.start()
    setLive(opened)
    return () => {
      opened.client.close()
      opened.clock.close()
    }
  }, [])
  return <LiveContext value={live}>{children}</LiveContext>
}

export const useLive = (): Live => {
  const live = useContext(LiveContext)
  if (!live) throw new Error('useLive needs a LiveProvider above it')
  return live
}

/** False while the page is only drawn: nobody listens yet to what is pressed or typed. */
export const useIsOpen = (): boolean => useLive() !== NOT_OPEN
