import { connectFeed, type FeedClient } from '#server/adapters/feed-client.ts'
import { createNumbering } from '#server/adapters/simulate/journal.ts'
import { createWorld } from '#server/adapters/simulate/world.ts'
import { systemClock } from '#server/clock.ts'
import type { Event } from '#server/domain/event.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'

export type LoadOptions = {
  url: string
  token: string
  feedId: string
  seed: string
  agents: number
  /** Seconds of the floor's time that pass in one second. */
  speed: number
  onState?: (state: string) => void
}

const TICK_MS = 20

/**
 * A floor that goes on whatever happens to the server. Keeps the id of every event it ever sent: once `drain` resolves
 * all of them have been acknowledged.
 */
export const startLoad = async (options: LoadOptions) => {
  const startMs = systemClock.now()
  const epoch = `load-${options.seed}-${startMs}`
  const world = createWorld({
    seed: options.seed,
    epoch,
    startMs,
    agents: options.agents,
    teamSize: 13,
    speechGapMs: 5_000,
    longHoldMs: 120_000,
    playbook: shippedPlaybook(),
  })
  const number = createNumbering()
  const sent: string[] = []
  const hello = { feedId: options.feedId, order: 'seq', epoch, program: 'load' } as const
  const { url, token } = options
  const client: FeedClient = connectFeed({ url, token, hello, clock: systemClock, onState: options.onState })
  const send = async (drafts: Parameters<typeof number>[0][]) => {
    const events: Event[] = drafts.map(number)
    sent.push(...events.map((event) => event.eventId))
    if (events.length > 0) await client.send(events)
  }
  let isRunning = true
  let reached = startMs

  const run = async () => {
    await send([...world.advance(startMs).drafts, ...world.snapshot()])
    while (isRunning) {
      reached = startMs + (systemClock.now() - startMs) * options.speed
      await send(world.advance(reached).drafts)
      await client.heartbeat(reached)
      await new Promise((resolve) => setTimeout(resolve, TICK_MS))
    }
  }
  const running = run()

  return {
    epoch,
    sent,
    counts: () => client.counts(),
    /** Producer time of the last heartbeat. */
    reached: () => reached,
    /** Stops making events and waits until the last one is acknowledged. */
    async drain() {
      isRunning = false
      await running
      await client.drained()
      await client.heartbeat(reached)
      await client.drained()
    },
    close: () => client.close(),
  }
}
