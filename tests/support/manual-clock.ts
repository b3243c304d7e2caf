import type { Clock } from '#server/clock.ts'

type Timer = { at: number; every?: number; run: () => void }

/** A clock that stands still until the test moves it; timers run in the order they are due. */
export const createManualClock = (start = Date.UTC(2026, 0, 5, 1)): Clock & { advance(ms: number): void } => {
  let now = start
  let ids = 0
  const timers = new Set<Timer>()
  const add = (timer: Timer) => {
    timers.add(timer)
    return () => void timers.delete(timer)
  }
  const nextDue = (until: number) => [...timers].filter((t) => t.at <= until).sort((a, b) => a.at - b.at)[0]

  return {
    now: () => now,
    after: (ms, run) => add({ at: now + ms, run }),
    every: (ms, run) => add({ at: now + ms, every: ms, run }),
    uuid: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    bytes: (length) => Buffer.alloc(length, ++ids),
    advance(ms) {
      const until = now + ms
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        now = Math.max(now, timer.at)
        if (timer.every) timer.at += timer.every
        else timers.delete(timer)
        timer.run()
      }
      now = until
    },
  }
}
