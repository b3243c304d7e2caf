import type { Logger } from 'pino'
import type { Sql } from '#db/client.ts'
import { listFeeds } from '#db/queries/list-feeds.ts'
import { loadCheckpoint } from '#db/queries/load-checkpoint.ts'
import type { OrganisationDirectory } from './access/directory.ts'
import type { Clock } from './clock.ts'
import type { CustomerErasure } from './domain/customer-erasure.ts'
import type { FeedOrder } from './domain/entry.ts'
import type { Event } from './domain/event.ts'
import type { EventLog } from './domain/event-log.ts'
import type { LawBook } from './domain/feed/law-book.ts'
import { CodedError } from './errors.ts'
import { type Checkpoint, FOLD_VERSION } from './floor/checkpoint.ts'
import type { RecoveringFloor } from './floor/create-floor.ts'
import { recoverFloor } from './floor/recover-floor.ts'
import { refoldCall } from './floor/refold-call.ts'
import type { Floor, Floors } from './protocol/floor-port.ts'
import type { Keeping } from './record/project-call.ts'
import { createRecordStore } from './record/record-store.ts'
import { createRecorder, type Recorder, type RecorderStats } from './record/recorder.ts'

type Parts = {
  sql: Sql
  log: EventLog
  clock: Clock
  logger: Logger
  directory: OrganisationDirectory
  book: LawBook
  /** Days words are kept, as set now. */
  keepDays: () => Keeping['days']
  /** Writes server facts through the feed's own queue. */
  append: (feedId: string, events: readonly Event[]) => Promise<readonly (number | null)[]>
}

export type FloorSet = Floors & {
  /** Brings a feed's floor up from its checkpoint and log, in place of the one there was. */
  open(feedId: string): Promise<Floor>
  /**
   * Runs `work`, which takes a customer out of log and record, while nothing is recorded, so that no older row is written
   * over it; then takes them out of the floors. `inTurn` runs a change of a floor after what its feed has on the way.
   */
  eraseCustomer(
    work: () => Promise<CustomerErasure>,
    inTurn: (feedId: string, change: () => void) => Promise<void>,
  ): Promise<CustomerErasure>
  recordStats(): (RecorderStats & { feedId: string })[]
  /** How the entries of each feed are ordered. */
  orders(): ReadonlyMap<string, FeedOrder>
  /** Writes the record to its end, then stops every floor. */
  close(): Promise<void>
}

/** Agents change far more often than their names and queues do. */
const SEE_EVERY_MS = 1_000

type Held = { floor: RecoveringFloor; recorder: Recorder; stop: () => Promise<void> }

/** The floors of this process, each with its recorder and its eye on the organisation. */
export const createFloorSet = (parts: Parts): FloorSet => {
  const { sql, log, clock, logger, directory, book } = parts
  const held = new Map<string, Held>()
  const listeners = new Set<(feedId: string) => void>()
  const store = createRecordStore(sql)
  const erasures: CustomerErasure[] = []

  const recover = async (feedId: string): Promise<RecoveringFloor> => {
    const feed = (await listFeeds(sql)).find((one) => one.feedId === feedId)
    if (!feed) throw new CodedError('not_found', `There is no feed ${feedId}.`)
    const saved = await loadCheckpoint(sql, feedId, FOLD_VERSION)
    const checkpoint = saved && (JSON.parse(Buffer.from(saved.state).toString('utf8')) as Checkpoint)
    const onError = (err: unknown) => logger.error({ feedId, err }, 'the floor met an error')
    return recoverFloor(
      {
        feedId,
        name: feed.name,
        clock,
        directory,
        book,
        append: (events) => parts.append(feedId, events),
        loadCall: (callId) => log.readCall(feedId, callId),
        onError,
      },
      log,
      checkpoint,
    )
  }

  const seeAgents = (floor: Floor, agentIds: Iterable<string>) => {
    const { feedId } = floor
    const seen = [...agentIds].flatMap((agentId) => {
      const said = floor.profile(agentId)
      // A 工号 of their own is a person's, and theirs only while they are there.
      return said ? [{ feedId, agentId, agentNo: agentId, name: said.name, queues: said.queues }] : []
    })
    directory.see(seen)
    directory.identify(feedId, floor.drainPeople())
  }

  const hold = (floor: RecoveringFloor): Held => {
    const recorder = createRecorder({
      floor,
      foldVersion: FOLD_VERSION,
      store,
      refold: async (callId) => {
        const entries = await log.readCall(floor.feedId, callId)
        return refoldCall(entries, { callId, order: floor.order(), book, directory })
      },
      checkpoint: () => {
        const checkpoint = floor.checkpoint()
        return {
          position: checkpoint.position,
          foldVersion: FOLD_VERSION,
          state: Buffer.from(JSON.stringify(checkpoint)),
        }
      },
      keepDays: parts.keepDays,
      clock,
      logger,
    })
    const changed = new Set(floor.agentIds())
    // A checkpoint keeps whom the feed named last at each agent, and the log before it is not read again.
    const lastNamed = [...changed].flatMap((agentId) => floor.profile(agentId)?.person ?? [])
    let lookedAt = floor.now()
    const seeChanged = () => {
      seeAgents(floor, changed)
      changed.clear()
      const since = lookedAt
      lookedAt = floor.now()
      if (directory.changesBetween(since, lookedAt)) floor.peopleChanged()
    }
    seeChanged()
    directory.identify(floor.feedId, lastNamed)
    const stops = [
      floor.onChange((changes) => {
        for (const agentId of changes.agents) changed.add(agentId)
      }),
      clock.every(SEE_EVERY_MS, seeChanged),
      directory.onChange(() => floor.peopleChanged()),
    ]
    return {
      floor,
      recorder,
      async stop() {
        for (const stop of stops) stop()
        seeChanged()
        await recorder.close()
        floor.close()
      },
    }
  }

  return {
    get: (feedId) => held.get(feedId)?.floor,
    all: () => [...held.values()].map(({ floor }) => floor),
    orders: () => new Map([...held].map(([feedId, { floor }]) => [feedId, floor.order()])),
    recordStats: () => [...held].map(([feedId, { recorder }]) => ({ feedId, ...recorder.stats() })),
    onChange(listen) {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
    async eraseCustomer(work, inTurn) {
      const releases = await Promise.all([...held.values()].map(({ recorder }) => recorder.hold()))
      try {
        const erasure = await work()
        erasures.push(erasure)
        await Promise.all(
          [...held.values()].map(({ floor }) => inTurn(floor.feedId, () => floor.eraseCustomer(erasure))),
        )
        return erasure
      } finally {
        for (const release of releases) release()
      }
    },
    async open(feedId) {
      await held.get(feedId)?.stop()
      const floor = await recover(feedId)
      // What it read of the log may be from before an erasure that is over now.
      for (const erasure of erasures) floor.eraseCustomer(erasure)
      const one = hold(floor)
      held.set(feedId, one)
      for (const listen of listeners) listen(feedId)
      return one.floor
    },
    async close() {
      await Promise.all([...held.values()].map((one) => one.stop()))
      held.clear()
      listeners.clear()
    },
  }
}
