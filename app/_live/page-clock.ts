/** Sources of local time; tests pass their own. `now` must never go backwards. */
export type LocalTime = {
  now(): number
  after(ms: number, run: () => void): () => void
  /** Calls `run` when the page becomes visible again. */
  onReturn(run: () => void): () => void
}

const SAMPLES = 30

/**
 * The one clock of the page: server time guessed from ticks, and one beat on every whole second of it.
 * A sample can only be late, so the largest of the last samples is nearest to the truth.
 */
export const createPageClock = (local: LocalTime) => {
  let samples: number[] = []
  let offset: number | undefined
  let cancel: (() => void) | undefined
  const beats = new Set<() => void>()

  const now = () => (offset === undefined ? undefined : local.now() + offset)

  const beat = () => {
    for (const run of [...beats]) run()
  }
  const schedule = () => {
    cancel?.()
    const at = now()
    const wait = at === undefined ? 1000 : 1000 - (at % 1000)
    cancel = local.after(wait + 4, () => {
      beat()
      schedule()
    })
  }
  const stopReturn = local.onReturn(() => {
    beat()
    schedule()
  })
  schedule()

  return {
    /** Server time now, epoch ms; undefined until the server has spoken. */
    now,
    /** Takes one reading of the server's clock. */
    sync(serverTime: number) {
      const isFirst = offset === undefined
      samples.push(serverTime - local.now())
      if (samples.length > SAMPLES) samples.shift()
      offset = Math.max(...samples)
      if (isFirst) {
        schedule()
        beat()
      }
    },
    /** Forgets readings of an earlier server. */
    reset() {
      samples = []
    },
    /** Calls `run` once a second, all listeners in the same beat. */
    onBeat(run: () => void) {
      beats.add(run)
      return () => {
        beats.delete(run)
      }
    },
    close() {
      cancel?.()
      stopReturn()
      beats.clear()
    },
  }
}
export type PageClock = ReturnType<typeof createPageClock>

export const browserTime: LocalTime = {
  now: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
  onReturn(run) {
    const onVisible = () => {
      if (!document.hidden) run()
    }
    document.addEventListener('visibilitychange', onVisible)
    return () => document.removeEventListener('visibilitychange', onVisible)
  },
}
