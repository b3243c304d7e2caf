import type { LocalTime } from '../../_live/page-clock.ts'

/** A session lasts a week, and being asked about renews one that is more than a day old. */
const EVERY_MS = 12 * 3_600_000

type Answer = { data: unknown; error: unknown }

/**
 * Asks about the session now and twice a day, which keeps a page that stays open signed in. `leave` is called when there
 * is no session; an answer that failed says nothing. Returns what ends the asking.
 */
export const keepSession = (ask: () => Promise<Answer>, after: LocalTime['after'], leave: () => void): (() => void) => {
  let isStopped = false
  let cancel = () => {}
  const check = async () => {
    cancel = after(EVERY_MS, () => void check())
    const { data, error } = await ask().catch((reason: unknown) => ({ data: null, error: reason ?? true }))
    if (isStopped || error || data) return
    stop()
    leave()
  }
  const stop = () => {
    isStopped = true
    cancel()
  }
  void check()
  return stop
}

/** To sign-in, and from there back to this very page. */
export const goToSignIn = (location: Pick<Location, 'pathname' | 'search' | 'assign'>): void =>
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`)
