import type { Clock } from '../clock.ts'

/** Runs the first request at once and gathers those of the next `ms` into one run. */
export const createPace = (clock: Clock, ms: number, run: () => void) => {
  let cooling: (() => void) | null = null
  let asked = false

  const start = () => {
    asked = false
    cooling = clock.after(ms, () => {
      cooling = null
      if (asked) start()
    })
    run()
  }

  return {
    request() {
      asked = true
      if (!cooling) start()
    },
    stop() {
      cooling?.()
      cooling = null
      asked = false
    },
  }
}
