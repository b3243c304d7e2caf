import type { Entry, FeedOrder } from '#server/domain/entry.ts'
import type { NewEntry } from '#server/domain/event-log.ts'
import { storeEntry } from '#server/domain/event-log.ts'
import { SERVER_EPOCH } from '#server/domain/feed/fold-log.ts'
import type { LawBook } from '#server/domain/feed/law-book.ts'
import type { FeedOrigin } from '#server/domain/words.ts'
import type { Checkpoint } from '#server/floor/checkpoint.ts'
import type { FloorDeps, RecoveringFloor } from '#server/floor/create-floor.ts'
import { recoverFloor } from '#server/floor/recover-floor.ts'
import { createMemoryLog } from '#server/ingest/memory-log.ts'
import type { Directory, FloorChanges } from '#server/protocol/floor-port.ts'
import { T0 } from '#tests/support/entries.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'
import { book, CallStory } from '#tests/support/scenario.ts'
import { createScriptedDirectory } from '#tests/support/scripted-floor.ts'

export const FEED = 'f'

const toNewEntry = ({ source, origin, epoch, event, receivedAt }: Entry): NewEntry => ({
  source,
  origin,
  epoch,
  event,
  receivedAt,
})

/** A floor over a memory log, on a clock moved by hand: what is appended is taken, as ingest does it. */
export const createFloorBench = async (directory: Directory = createScriptedDirectory({}), law: LawBook = book) => {
  const clock = createManualClock(T0)
  const log = createMemoryLog()
  log.addFeed(FEED)
  let { term } = await log.claim(FEED, 'test')
  let appends = 0
  let failures = 0
  const errors: unknown[] = []
  const changes: FloorChanges[] = []

  const commit = async (entries: readonly NewEntry[]) => {
    const { positions } = await log.append(FEED, term, entries)
    const stored = entries.flatMap((entry, index) => {
      const position = positions[index]
      return typeof position === 'number' ? [storeEntry(FEED, position, entry)] : []
    })
    return { positions, stored }
  }

  const start = async (checkpoint?: Checkpoint) => {
    ;({ term } = await log.claim(FEED, clock.uuid()))
    let floor: RecoveringFloor | undefined
    const deps: FloorDeps = {
      feedId: FEED,
      name: 'PBX of the north',
      clock,
      directory,
      book: law,
      async append(events) {
        appends += 1
        if (failures > 0) {
          failures -= 1
          throw new Error('the database is away')
        }
        const server = { source: 'server', origin: 'owner', epoch: SERVER_EPOCH, receivedAt: clock.now() } as const
        const { positions, stored } = await commit(events.map((event) => ({ ...server, event })))
        floor?.take(stored)
        return positions
      },
      loadCall: (callId) => log.readCall(FEED, callId),
      onError: (error) => errors.push(error),
    }
    floor = await recoverFloor(deps, log, checkpoint)
    floor.onChange((change) => changes.push(change))
    return floor
  }
  let floor = await start()

  /** Lets what was begun come to its end: facts written and taken, calls loaded. */
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
    clock.advance(0)
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }

  return {
    clock,
    log,
    errors,
    changes,
    get floor() {
      return floor
    },
    appends: () => appends,
    /** The next so many appends of server facts fail. */
    failAppends(times: number) {
      failures = times
    },
    settle,
    connect(order: FeedOrder = 'time', resumed = true, origin: FeedOrigin = 'owner') {
      floor.connected(origin, { epoch: 'e1', order, resumed, demo: false, name: 'adapter' })
    },
    /** Committed and folded. */
    async tell(...parts: (CallStory | Entry)[]) {
      const entries = parts.flatMap((part) => (part instanceof CallStory ? part.entries() : [part]))
      const { stored } = await commit(entries.map(toNewEntry))
      floor.take(stored)
      await settle()
    },
    /** Committed, the floor not told. */
    commit: (...entries: Entry[]) => commit(entries.map(toNewEntry)),
    /** The feed says it has told everything before this second; the server's clock reads the same. */
    async beat(second: number) {
      clock.advance(Math.max(0, T0 + second * 1000 - clock.now()))
      floor.heartbeat('owner', T0 + second * 1000)
      await settle()
    },
    /** The process ends without a word and another begins, from a checkpoint or from the log alone. */
    async restart(checkpoint?: Checkpoint) {
      floor.close()
      floor = await start(checkpoint && (JSON.parse(JSON.stringify(checkpoint)) as Checkpoint))
      await settle()
      return floor
    },
    async facts(type: string) {
      const entries = await log.read(FEED, 0, 10_000)
      return entries.filter((entry) => entry.source === 'server' && entry.event.type === type)
    },
    conditions: (callId: string) =>
      floor.callView(callId)?.view.alerts.map(({ rule, condition }) => `${rule} ${condition}`) ?? [],
  }
}
