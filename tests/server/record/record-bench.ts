import { loadCheckpoint } from '#db/queries/load-checkpoint.ts'
import { addFeed } from '#db/writes/add-feed.ts'
import { createPostgresLog } from '#db/writes/postgres-log.ts'
import { readCallBacks } from '#server/domain/call/call-backs.ts'
import { readDisputes } from '#server/domain/call/disputes.ts'
import { readCall } from '#server/domain/call/reading.ts'
import {
  alertRows,
  callBackRows,
  callRow,
  disputeRows,
  type Row,
  segmentRows,
  stepRows,
} from '#server/domain/call/rows.ts'
import type { Entry } from '#server/domain/entry.ts'
import type { NewEntry, StoredEntry } from '#server/domain/event-log.ts'
import { storeEntry } from '#server/domain/event-log.ts'
import { foldLog, SERVER_EPOCH } from '#server/domain/feed/fold-log.ts'
import { lawOf } from '#server/domain/feed/law-book.ts'
import { type Checkpoint, FOLD_VERSION } from '#server/floor/checkpoint.ts'
import type { FloorDeps } from '#server/floor/create-floor.ts'
import { recoverFloor } from '#server/floor/recover-floor.ts'
import { refoldCall } from '#server/floor/refold-call.ts'
import { createRecordStore, type RecordStore } from '#server/record/record-store.ts'
import { createRecorder, type RecorderLimits } from '#server/record/recorder.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import { T0 } from '#tests/support/entries.ts'
import { testBook } from '#tests/support/law-book.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'
import { createScriptedDirectory } from '#tests/support/scripted-floor.ts'
import { toNewEntry } from '#tests/support/shift.ts'

export const FEED = 'f'
const BATCH = 40

const cells = (rows: readonly Row[], ...keys: string[]) =>
  rows.toSorted((a, b) => {
    for (const key of keys) if (a[key] !== b[key]) return (a[key] ?? '') < (b[key] ?? '') ? -1 : 1
    return 0
  })

/** A real log, a real floor and a recorder that can be killed and started again, on a clock of the test's own. */
export const createRecordBench = async () => {
  const db = await createTestDatabase()
  const { sql } = db.database
  const clock = createManualClock(T0)
  const book = testBook([{ kind: 'queue', key: 'complaint', scenario: 'complaint' }])
  const directory = createScriptedDirectory({})
  const log = createPostgresLog(sql)
  await addFeed(sql, { name: FEED, origin: 'owner', feedId: FEED })
  let { term } = await log.claim(FEED, 'test')
  let appending: Promise<unknown> = Promise.resolve()

  const append = (entries: readonly NewEntry[]): Promise<(number | null)[]> => {
    const next = appending.then(async () => {
      const { positions } = await log.append(FEED, term, entries)
      return positions
    })
    appending = next
    return next
  }
  const stored = (entries: readonly NewEntry[], positions: readonly (number | null)[]): StoredEntry[] =>
    entries.flatMap((entry, i) => {
      const position = positions[i]
      return typeof position === 'number' ? [storeEntry(FEED, position, entry)] : []
    })

  const refold = async (callId: string) =>
    refoldCall(await log.readCall(FEED, callId), { callId, order: 'time', book, directory })

  /** Floor and recorder as a start of the server makes them. */
  const boot = async (given: { store?: RecordStore; limits?: Partial<RecorderLimits> } = {}) => {
    ;({ term } = await log.claim(FEED, `test-${clock.uuid()}`))
    const life = { isOver: false }
    const whileAlive = <T>(value: T): T => {
      if (life.isOver) throw new Error('killed')
      return value
    }
    const store = given.store ?? createRecordStore(sql)
    const deps: FloorDeps = {
      feedId: FEED,
      name: FEED,
      clock,
      directory,
      book,
      async append(events) {
        whileAlive(events)
        const entries = events.map(
          (event): NewEntry => ({
            source: 'server',
            origin: 'owner',
            epoch: SERVER_EPOCH,
            event,
            receivedAt: clock.now(),
          }),
        )
        const positions = await append(entries)
        floor.take(stored(entries, positions))
        return positions
      },
      loadCall: (callId) => log.readCall(FEED, callId),
      onError: (error) => errors.push(error),
    }
    const errors: unknown[] = []
    const saved = await loadCheckpoint(sql, FEED, FOLD_VERSION)
    const floor = await recoverFloor(
      deps,
      log,
      saved && (JSON.parse(Buffer.from(saved.state).toString()) as Checkpoint),
    )
    const recorder = createRecorder({
      floor,
      foldVersion: FOLD_VERSION,
      store: { ...store, save: async (batch) => store.save(whileAlive(batch)) },
      refold,
      checkpoint: () => {
        const checkpoint = floor.checkpoint()
        return {
          position: checkpoint.position,
          foldVersion: FOLD_VERSION,
          state: Buffer.from(JSON.stringify(checkpoint)),
        }
      },
      keepDays: () => ({ transcript: 90, complaint_transcript: 180 }),
      clock,
      logger: { warn: () => {}, error: () => {} },
      limits: { checkpointMs: 0, ...given.limits },
    })
    floor.connected('owner', { epoch: 'e1', order: 'time', resumed: true, demo: false, name: FEED })
    await appending

    /** As ingest does: commit, then fold, then let the feed's clock pass. */
    const feed = async (entries: readonly Entry[]) => {
      for (let i = 0; i < entries.length; i += BATCH) {
        const batch = entries.slice(i, i + BATCH)
        const last = batch.at(-1)?.at ?? clock.now()
        clock.advance(Math.max(0, last - clock.now()))
        const fresh = batch.map(toNewEntry)
        const positions = await append(fresh)
        floor.take(stored(fresh, positions))
        floor.heartbeat('owner', last)
        await appending
      }
    }
    /** Until several looks in a row find nothing the floor still wants to write down. */
    const settle = async () => {
      for (let quiet = 0, position = -1; quiet < 5; quiet = floor.position() === position ? quiet + 1 : 0) {
        position = floor.position()
        clock.advance(0)
        await appending
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const passTime = async (ms: number) => {
      clock.advance(ms)
      floor.heartbeat('owner', clock.now())
      await settle()
    }
    /** From here on this server does nothing more, whatever its timers ask for. */
    const kill = () => {
      life.isOver = true
      floor.close()
    }
    return { floor, recorder, feed, passTime, kill, errors }
  }

  /** Committed, and the server died before it folded them. */
  const commitOnly = (entries: readonly Entry[]) => append(entries.map(toNewEntry))

  /** What `npm run fold` would print of the exported log, sorted like the record. */
  const foldOffline = async () => {
    const entries = await log.read(FEED, 0, 1_000_000)
    const fold = foldLog(entries, book).get(FEED)
    if (!fold) return { calls: [], segments: [], steps: [], alerts: [], disputes: [], callBacks: [] }
    const calls = [...fold.calls.values()].map(({ call }) => call)
    return {
      calls: cells(calls.map(callRow), 'callId'),
      segments: cells(calls.flatMap(segmentRows), 'callId', 'segmentId'),
      steps: cells(
        calls.flatMap((call) => stepRows(call, readCall(call, lawOf(book, call)))),
        'callId',
        'segmentId',
        'step',
      ),
      alerts: cells(
        calls.flatMap((call) => alertRows(call, fold.alerts(call.callId))),
        'callId',
        'key',
      ),
      callBacks: cells(
        calls.flatMap((call) => callBackRows(call, readCallBacks(call, fold.verdicts(call.callId), lawOf(book, call)))),
        'callId',
        'key',
      ),
      disputes: cells(
        calls.flatMap((call) =>
          disputeRows(call, readDisputes(call, fold.verdicts(call.callId), lawOf(book, call).playbook)),
        ),
        'callId',
        'key',
      ),
    }
  }

  return { db, sql, clock, log, boot, commitOnly, foldOffline, directory }
}
