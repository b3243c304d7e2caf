import type { FeedOrder } from '#server/domain/entry.ts'
import type { FeedClient } from '../feed-client.ts'
import type { OutgoingEvent } from '../feed-outbox.ts'
import { connectAloud, readTarget } from '../feed-target.ts'
import { EXIT, type ProgramIo } from '../program-io.ts'
import type { ReplayOptions } from './options.ts'
import type { Survey } from './survey.ts'

const SEC = 1_000
const BATCH = 500

/** One event on its way out and the epoch it belongs to. `at` is epoch ms of its own time. */
export type Step = { epoch: string; at: number; event: OutgoingEvent }

const orderOf = (options: ReplayOptions, survey: Survey, epoch: string): FeedOrder => {
  const part = survey.epochs.find((candidate) => candidate.epoch === epoch)
  return options.asRecorded && part?.isDense && part.hasSnapshot ? 'seq' : 'time'
}

/** Sends each step when its time has come; with `asRecorded` at once. Throws when the server refuses for good. */
export const sendSteps = async (
  steps: AsyncGenerator<Step>,
  options: ReplayOptions,
  survey: Survey,
  startMs: number,
  io: ProgramIo,
) => {
  const target = readTarget(options, io.env)
  const feedId = options.feed ?? survey.feedId
  const totals = { stored: 0, duplicates: 0, dead: 0 }
  let client: FeedClient | undefined
  let epoch: string | undefined
  let batch: OutgoingEvent[] = []
  let reached = Number.NEGATIVE_INFINITY
  let nextBeat = 0

  const finish = async () => {
    if (!client) return
    await flush()
    await client.heartbeat(options.asRecorded ? reached : Math.max(reached, paced()))
    await client.drained()
    const { stored, duplicates, dead } = client.counts()
    totals.stored += stored
    totals.duplicates += duplicates
    totals.dead += dead
    await client.close()
    client = undefined
  }
  const begin = async (next: string) => {
    await finish()
    epoch = next
    const hello = { feedId, epoch, order: orderOf(options, survey, epoch), demo: options.demo, program: 'replay' }
    client = connectAloud({ ...target, hello }, io)
    const opened = client
    io.signal.addEventListener('abort', () => void opened.close(2 * SEC), { once: true })
  }
  const flush = async () => {
    const events = batch
    batch = []
    if (events.length > 0) await client?.send(events)
  }
  const paced = () => startMs + (io.clock.now() - startMs) * options.speed
  const beat = async (at: number) => {
    if (io.clock.now() < nextBeat) return
    nextBeat = io.clock.now() + SEC
    await client?.heartbeat(at)
  }
  const waitFor = async (at: number) => {
    for (let now = paced(); now < at && !io.signal.aborted; now = paced()) {
      await flush()
      await beat(now)
      const waitMs = Math.max(1, Math.min(SEC, (at - now) / options.speed))
      await new Promise<void>((resolve) => io.clock.after(waitMs, resolve))
    }
  }

  for await (const step of steps) {
    if (io.signal.aborted) break
    if (step.epoch !== epoch) await begin(step.epoch)
    if (!options.asRecorded) await waitFor(step.at)
    reached = Math.max(reached, step.at)
    batch.push(step.event)
    if (batch.length >= BATCH) {
      await flush()
      await beat(reached)
    }
  }
  await finish()
  io.say(`replay: ${totals.stored} events stored, ${totals.duplicates} known already, ${totals.dead} refused`)
  return EXIT.ok
}
