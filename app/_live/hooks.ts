'use client'

import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { AgentRow, FeedRow } from '#server/protocol/live.ts'
import type { ShownHealth } from './health.ts'
import { useLive } from './provider.tsx'
import { feedKey, type LiveState, type WatchedCall } from './store.ts'

/** A slice of the live state; the component renders when the slice is another object. */
export const useLiveState = <T>(select: (state: LiveState) => T): T => useStore(useLive().store, select)

export const useAgent = (feed: string, agentId: string): AgentRow | undefined =>
  useLiveState((state) => state.streams[feed]?.agents.get(agentId))

/** What is known of each feed itself; unchanged while only its agents and queues are. */
export const useFeedRows = (): FeedRow[] =>
  useLiveState(useShallow((state) => Object.values(state.streams).flatMap(({ row }) => row ?? [])))

export const useHealth = (feed: string): ShownHealth => useLiveState((state) => state.times[feed]?.health ?? 'never')

/** Opens a call for as long as the component lives. */
export const useCall = (feed: string, callId: string): WatchedCall => {
  const { client } = useLive()
  useEffect(() => client.watchCall(feed, callId), [client, feed, callId])
  return useLiveState((state) => state.calls[feedKey(feed, callId)]) ?? { status: 'loading' }
}

/** The feed's own time now, epoch ms, standing still while the feed is not live; undefined before the server has spoken. */
export const useFeedTime = (feed: string): (() => number | undefined) => {
  const { store, clock } = useLive()
  return () => {
    const { times, streams } = store.getState()
    const server = times[feed]?.frozenAt ?? clock.now()
    return server === undefined ? undefined : server + (streams[feed]?.row?.offsetMs ?? 0)
  }
}

/**
 * Calls `paint` with the feed's time now and on every beat, so that a ticking text costs no render. `paint` writes to
 * the element itself and only what changed.
 */
export const usePaint = <E extends HTMLElement>(
  feed: string,
  paint: (element: E, now: number) => void,
): RefObject<E | null> => {
  const ref = useRef<E>(null)
  const { clock } = useLive()
  const readTime = useFeedTime(feed)
  const run = () => {
    const now = readTime()
    if (ref.current && now !== undefined) paint(ref.current, now)
  }
  const latest = useRef(run)
  useLayoutEffect(() => {
    latest.current = run
    run()
  })
  useEffect(() => clock.onBeat(() => latest.current()), [clock])
  return ref
}
