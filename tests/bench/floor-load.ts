import { connectFeed } from '#server/adapters/feed-client.ts'
import { createNumbering, type Draft } from '#server/adapters/simulate/journal.ts'
import { aimAt } from '#server/adapters/simulate/load.ts'
import { createWorld } from '#server/adapters/simulate/world.ts'
import { systemClock } from '#server/clock.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { DEFAULT_RULES } from '#server/domain/rules.ts'

const TICK_MS = 20
const BEAT_MS = 1_000
const TEAM_SIZE = 13
/** A floor that was held up catches up in steps of this. */
const LONGEST_STEP_MS = 1_000

export type FloorLoadOptions = {
  url: string
  token: string
  feedId: string
  seed: string
  agents: number
  eventsPerSecond: number
}

/**
 * A made-up floor at its own pace, whether or not the server follows. Resolves when its beginning (agents, calls under
 * way, snapshot) is acknowledged; events then flow until `drain`.
 */
export const startFloorLoad = async ({ url, token, feedId, seed, agents, eventsPerSecond }: FloorLoadOptions) => {
  const startMs = systemClock.now()
  const epoch = `bench-${seed}-${startMs}`
  const settings = {
    seed,
    epoch,
    startMs,
    agents,
    teamSize: TEAM_SIZE,
    longHoldMs: DEFAULT_RULES.longHoldSec.max * 1_000,
    playbook: shippedPlaybook(),
  }
  const world = createWorld({ ...settings, ...aimAt(eventsPerSecond, settings) })
  const number = createNumbering()
  const cuts: string[] = []
  const client = connectFeed({
    url,
    token,
    hello: { feedId, order: 'seq', epoch, program: 'bench' },
    clock: systemClock,
    highWater: 100_000,
    onCut: ({ code, message }) => cuts.push(`${code}: ${message}`),
  })
  let sent = 0
  const send = async (drafts: readonly Draft[]) => {
    sent += drafts.length
    if (drafts.length > 0) await client.send(drafts.map(number))
  }

  await send([...world.advance(startMs).drafts, ...world.snapshot()])
  await client.heartbeat(startMs)
  await client.drained()
  let isRunning = true
  let reached = startMs

  const run = async () => {
    let nextBeat = startMs
    while (isRunning) {
      reached = Math.min(systemClock.now(), reached + LONGEST_STEP_MS)
      await send(world.advance(reached).drafts)
      if (reached >= nextBeat) {
        await client.heartbeat(reached)
        nextBeat = reached + BEAT_MS
      }
      await new Promise((resolve) => setTimeout(resolve, TICK_MS))
    }
  }
  const running = run()

  return {
    epoch,
    /** Reasons for which the server cut the connection. */
    cuts,
    /** Events sent so far. Their ids are the numbers from 0 to below this. */
    sent: () => sent,
    counts: () => client.counts(),
    /** The floor has made all events up to now. */
    isInTime: () => systemClock.now() - reached < LONGEST_STEP_MS,
    /** Sends events of the caller's between the floor's own, with the next numbers. */
    inject: send,
    /** Stops making events and waits until the last is acknowledged. */
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
export type FloorLoad = Awaited<ReturnType<typeof startFloorLoad>>
