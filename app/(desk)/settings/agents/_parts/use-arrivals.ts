'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { useLiveState } from '../../../../_live/hooks.ts'
import { browserTime } from '../../../../_live/page-clock.ts'

/** Whom a floor names is written down a second later. */
const AGAIN_MS = 1500
const MOST_TRIES = 5

/**
 * Reads the page again when a floor counts other agents without a team than before, and a few times more while it counts
 * more than are listed. `readAt`: when the page was read.
 */
export const useArrivals = (listed: number, readAt: number): void => {
  const router = useRouter()
  const waiting = useLiveState((state) =>
    Object.values(state.streams).reduce((sum, { row }) => sum + (row?.unplacedAgents ?? 0), 0),
  )
  const last = useRef({ waiting, tries: 0 })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another reading says whether one more is due.
  useEffect(() => {
    if (last.current.waiting !== waiting) {
      last.current = { waiting, tries: 0 }
      router.refresh()
    }
    if (waiting <= listed || last.current.tries >= MOST_TRIES) return
    return browserTime.after(AGAIN_MS, () => {
      last.current.tries += 1
      router.refresh()
    })
  }, [waiting, listed, readAt, router])
}
