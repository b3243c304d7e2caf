import type { LocalTime } from '#app/_live/page-clock.ts'

type Timer = { at: number; run: () => void }

/** Local time a test moves by hand. */
export const createManualTime = () => {
  let now = 1000
  let timers: Timer[] = []
  const returns = new Set<() => void>()
  const time: LocalTime = {
    now: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    onReturn(run) {
      returns.add(run)
      return () => returns.delete(run)
    },
  }
  return {
    time,
    advance(ms: number) {
      const until = now + ms
      for (;;) {
        const due = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0]
        if (!due) break
        timers = timers.filter((timer) => timer !== due)
        now = Math.max(now, due.at)
        due.run()
      }
      now = until
    },
    /** Time passes while the browser runs no timers, then the page is looked at again. */
    sleep(ms: number) {
      now += ms
      for (const run of returns) run()
    },
  }
}

/** Real time that a test can skip ahead. */
export const createSkippingTime = () => {
  let skipped = 0
  const time: LocalTime = {
    now: () => performance.now() + skipped,
    after(ms, run) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
    onReturn: () => () => {},
  }
  return {
    time,
    skip(ms: number) {
      skipped += ms
    },
  }
}
