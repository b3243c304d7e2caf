import type { Logger } from 'pino'
import { isDataError } from '#db/errors.ts'
import type { Clock } from '../clock.ts'
import { type EventLog, type NewEntry, type StoredEntry, storeEntry } from '../domain/event-log.ts'
import { CodedError } from '../errors.ts'
import type { Floor } from '../protocol/floor-port.ts'
import type { IngestLimits } from './limits.ts'

export type Committed = {
  /** One per entry: its position, or null for a duplicate or a culprit. */
  positions: (number | null)[]
  /** Entries the database will never take. */
  culprits: { index: number; reason: string }[]
}

/** What ingest needs of a floor. */
export type FloorIntake = Pick<Floor, 'feedId' | 'position' | 'take' | 'connected' | 'disconnected' | 'heartbeat'>

/** The one queue of a feed: entries are committed and folded in the order they came, and so is whatever runs between. */
export type FeedLine = {
  readonly floor: FloorIntake
  /**
   * Resolves once the entries are committed and folded. Rejects with `unavailable` when the database does not answer in
   * time, though they may be in the log; `isKept` entries wait for it as long as it takes.
   */
  append(entries: readonly NewEntry[], isKept: boolean): Promise<Committed>
  /** Runs after all that was given before is committed and folded; `isKept` as in `append`. */
  run(work: () => void, isKept: boolean): Promise<void>
  /**
   * Looks, in its turn, whether the feed's log is still this server's. False: another server has taken it, and this line
   * is over.
   */
  confirm(): Promise<boolean>
  /** False while the database does not answer. */
  isUp(): boolean
  queued(): number
  /** Takes nothing more and resolves when what it has is settled. */
  close(): Promise<void>
}

export type FeedLineParts = {
  feedId: string
  /** Who holds the feed's log, and the term it was given. */
  owner: string
  term: number
  log: EventLog
  floor: FloorIntake
  clock: Clock
  logger: Logger
  limits: IngestLimits
  /** The log has another owner: this line is over. */
  onFenced: () => void
}

type Settle = { isKept: boolean; isSettled: boolean; reject: (error: CodedError) => void }
type AppendJob = Settle & { kind: 'append'; entries: readonly NewEntry[]; resolve: (committed: Committed) => void }
type RunJob = Settle & { kind: 'run'; work: () => void | Promise<void>; resolve: () => void }
type Job = AppendJob | RunJob

const CATCH_UP = 5_000
const RETRY_MIN_MS = 100
const RETRY_MAX_MS = 2_000

const codeOf = (error: unknown) => (error instanceof CodedError ? error.code : undefined)
const messageOf = (error: unknown) => (error instanceof Error ? error.message : 'refused by the database')

const storeEntries = (feedId: string, positions: readonly (number | null)[], entries: readonly NewEntry[]) =>
  entries.flatMap((entry, i) => {
    const position = positions[i] ?? null
    return position === null ? [] : [storeEntry(feedId, position, entry)]
  })

/** One job's share of a batch's outcome. */
const cutOut = ({ positions, culprits }: Committed, from: number, length: number): Committed => ({
  positions: positions.slice(from, from + length),
  culprits: culprits
    .filter(({ index }) => index >= from && index < from + length)
    .map(({ index, reason }) => ({ index: index - from, reason })),
})

/** Folds what the log holds after the floor's last position. */
export const catchUp = async (log: EventLog, floor: FloorIntake): Promise<void> => {
  for (;;) {
    const entries = await log.read(floor.feedId, floor.position(), CATCH_UP)
    if (entries.length === 0) return
    floor.take(entries)
  }
}

export const createFeedLine = (parts: FeedLineParts): FeedLine => {
  const { feedId, owner, log, floor, clock, logger, limits } = parts
  let { term } = parts
  let queue: Job[] = []
  let queuedEntries = 0
  let isDown = false
  let isOver = false
  let draining: Promise<void> | undefined

  const away = () => new CodedError('unavailable', 'The database does not answer; send this again later.')
  const over = () => new CodedError('unavailable', `This server no longer takes entries of feed ${feedId}.`)

  const fold = (entries: StoredEntry[]) => {
    if (entries.length === 0) return
    try {
      floor.take(entries)
    } catch (error) {
      logger.error({ feedId, err: error }, 'the floor could not fold committed entries')
    }
  }

  const withDeadline = <T>(work: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const cancel = clock.after(limits.deadlineMs, () => reject(away()))
      work.then(resolve, reject).finally(cancel)
    })

  /** Commits and folds; splits a refused batch until the culprit stands alone. */
  const commit = async (entries: readonly NewEntry[], from: number, into: Committed): Promise<void> => {
    try {
      const { positions } = await withDeadline(log.append(feedId, term, entries))
      into.positions.splice(from, positions.length, ...positions)
      fold(storeEntries(feedId, positions, entries))
    } catch (error) {
      if (!isDataError(error)) throw error
      if (entries.length === 1) {
        into.culprits.push({ index: from, reason: messageOf(error) })
        return
      }
      const half = Math.ceil(entries.length / 2)
      await commit(entries.slice(0, half), from, into)
      await commit(entries.slice(half), from + half, into)
    }
  }

  const commitJobs = async (jobs: AppendJob[]) => {
    const entries = jobs.flatMap((job) => job.entries)
    const all: Committed = { positions: entries.map(() => null), culprits: [] }
    await commit(entries, 0, all)
    let from = 0
    for (const job of jobs) {
      const part = cutOut(all, from, job.entries.length)
      from += job.entries.length
      job.isSettled = true
      job.resolve(part)
    }
  }

  const refuse = (job: Job, error: CodedError) => {
    if (job.isSettled) return
    job.isSettled = true
    job.reject(error)
  }

  /** Nobody is kept waiting for a database that is away, and nothing piles up meanwhile. */
  const refuseWaiting = (batch: Job[]) => {
    isDown = true
    for (const job of [...batch, ...queue]) if (!job.isKept) refuse(job, away())
    queue = queue.filter((job) => !job.isSettled)
    queuedEntries = queue.reduce((sum, job) => sum + (job.kind === 'append' ? job.entries.length : 0), 0)
  }

  /** After any doubt: prove the feed is still ours, then fold whatever was committed without our knowing. */
  const recover = async (cause: unknown) => {
    logger.warn({ feedId, err: cause }, 'the log cannot be written; waiting for the database')
    for (let delay = RETRY_MIN_MS; !isOver; delay = Math.min(delay * 2, RETRY_MAX_MS)) {
      try {
        term = (await withDeadline(log.renew(feedId, owner))).term
        await catchUp(log, floor)
        logger.info({ feedId, position: floor.position() }, 'the log can be written again')
        return
      } catch (error) {
        if (codeOf(error) === 'fenced') throw error
        await new Promise<void>((resolve) => clock.after(delay, resolve))
      }
    }
    throw over()
  }

  const settleBatch = async (batch: AppendJob[]) => {
    const cancel = clock.after(limits.patienceMs, () => refuseWaiting(batch))
    try {
      for (;;) {
        const waiting = batch.filter((job) => !job.isSettled)
        if (waiting.length === 0) return
        try {
          return await commitJobs(waiting)
        } catch (error) {
          await recover(error)
        }
      }
    } finally {
      cancel()
      isDown = false
    }
  }

  const takeBatch = (): AppendJob[] => {
    const batch: AppendJob[] = []
    let entries = 0
    for (let head = queue[0]; head?.kind === 'append'; head = queue[0]) {
      if (batch.length > 0 && entries + head.entries.length > limits.maxBatch) break
      batch.push(head)
      entries += head.entries.length
      queue.shift()
    }
    queuedEntries -= entries
    return batch
  }

  const runJob = async (job: RunJob) => {
    try {
      await job.work()
    } catch (error) {
      logger.error({ feedId, err: error }, 'work between entries failed')
    }
    job.isSettled = true
    job.resolve()
  }

  const stop = (error: unknown, batch: Job[]) => {
    isOver = true
    for (const job of [...batch, ...queue]) refuse(job, over())
    queue = []
    queuedEntries = 0
    if (codeOf(error) !== 'fenced') return
    logger.warn({ feedId }, 'another server has taken this feed over')
    parts.onFenced()
  }

  const drain = async () => {
    await null
    for (let head = queue[0]; head; head = queue[0]) {
      if (head.kind === 'run') {
        queue.shift()
        await runJob(head)
        continue
      }
      const batch = takeBatch()
      try {
        await settleBatch(batch)
      } catch (error) {
        stop(error, batch)
      }
    }
    draining = undefined
  }

  const renew = async () => {
    try {
      term = (await withDeadline(log.renew(feedId, owner))).term
    } catch (error) {
      // Anything else shows itself at the next append.
      if (codeOf(error) === 'fenced') stop(error, [])
    }
  }

  const enqueue = (job: Job) => {
    const size = job.kind === 'append' ? job.entries.length : 0
    if (isOver) return refuse(job, over())
    if ((isDown && !job.isKept) || queuedEntries + size > limits.maxQueued) return refuse(job, away())
    queue.push(job)
    queuedEntries += size
    draining ??= drain()
  }

  const run: FeedLine['run'] = (work, isKept) =>
    new Promise((resolve, reject) => enqueue({ kind: 'run', work, isKept, isSettled: false, resolve, reject }))

  return {
    floor,
    run,
    append: (entries, isKept) =>
      new Promise((resolve, reject) => enqueue({ kind: 'append', entries, isKept, isSettled: false, resolve, reject })),
    async confirm() {
      await run(renew, true).catch(() => {})
      return !isOver
    },
    isUp: () => !isDown && !isOver,
    queued: () => queuedEntries,
    async close() {
      if (!isDown)
        await Promise.race([draining, new Promise<void>((resolve) => clock.after(limits.patienceMs, resolve))])
      isOver = true
    },
  }
}
