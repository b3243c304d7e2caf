'use client'

import { useEffect, useState } from 'react'

const TICK_MS = 250

/** Seconds left of `lengthMs` since the value came, 0 when it is over or there is none; `over` is called once then. */
export const useCountdown = (value: unknown, lengthMs: number, over: () => void): number => {
  const [left, setLeft] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new value starts the time anew.
  useEffect(() => {
    if (value === undefined) return setLeft(0)
    const until = performance.now() + lengthMs
    const look = () => {
      const rest = until - performance.now()
      setLeft(Math.max(0, Math.ceil(rest / 1000)))
      if (rest <= 0) over()
    }
    look()
    const timer = setInterval(look, TICK_MS)
    return () => clearInterval(timer)
  }, [value])
  return left
}
