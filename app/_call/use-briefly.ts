'use client'

import { useEffect, useState } from 'react'

const TICK_MS = 250

type Held<T> = { value: T; until: number }

/** A value that is let go by itself after `lengthMs`; `left` counts the seconds. */
export const useBriefly = <T>(lengthMs: number) => {
  const [held, setHeld] = useState<Held<T>>()
  const [now, setNow] = useState(0)
  useEffect(() => {
    if (!held) return
    const look = () => {
      setNow(performance.now())
      if (performance.now() >= held.until) setHeld(undefined)
    }
    look()
    const timer = setInterval(look, TICK_MS)
    return () => clearInterval(timer)
  }, [held])
  return {
    value: held?.value,
    left: held ? Math.min(Math.ceil(lengthMs / 1000), Math.max(0, Math.ceil((held.until - now) / 1000))) : 0,
    show: (value: T) => setHeld({ value, until: performance.now() + lengthMs }),
    hide: () => setHeld(undefined),
  }
}
