import type { Clock } from '#server/clock.ts'
import type { Event } from '#server/domain/event.ts'
import type { ServerFacts } from '#server/domain/feed/server-facts.ts'

/** Pause before the log is asked or written again after an error. */
export const RETRY_MS = 1_000

type Parts = {
  facts: ServerFacts
  clock: Clock
  /** Positions are null for facts that were there already. */
  append(events: readonly Event[]): Promise<readonly (number | null)[]>
  onError(error: unknown): void
  isOpen(): boolean
}

/** Writes what the server wants in the log, one append at a time, again after an error. */
export const createFactWriter = ({ facts, clock, append, onError, isOpen }: Parts) => {
  let isAppending = false

  const settle = (events: readonly Event[], positions: readonly (number | null)[]) => {
    for (const [index, event] of events.entries()) if (positions[index] === null) facts.settle(event.eventId)
    return 0
  }
  const giveBack = (error: unknown) => {
    facts.retry()
    onError(error)
    return RETRY_MS
  }

  const goOn = () => {
    isAppending = false
    write()
  }

  const write = () => {
    if (!isOpen() || isAppending) return
    const events = facts.drain()
    if (events.length === 0) return
    isAppending = true
    append(events)
      .then((positions) => settle(events, positions), giveBack)
      .then((pause) => (pause > 0 ? clock.after(pause, goOn) : goOn()))
  }
  return write
}
