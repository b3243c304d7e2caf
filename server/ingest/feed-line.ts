import type { NewEntry } from '../domain/event-log.ts'
import { CodedError } from '../errors.ts'
import { type Committed, createLogWriter, type FloorIntake, isFenced, type LogWriterParts } from './log-writer.ts'

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

export type FeedLineParts = LogWriterParts & {
  /** The log has another owner: this line is over. */
  onFenced: () => void
}

type Settle = { isKept: boolean; isSettled: boolean; reject: (error: CodedError) => void }
type AppendJob = Settle & { kind: 'append'; entries: readonly NewEntry[]; resolve: (committed: Committed) => void }
type RunJob = Settle & { kind: 'run'; work: () => void | Promise<void>; resolve: () => void }
type Job = AppendJob | RunJob
/** A batch on its way. */
type Flight = { batch: AppendJob[]; settled: Promise<void> }

/** One job's share of a batch's outcome. */
const cutOut = ({ positions, culprits }: Committed, from: number, length: number): Committed => ({
  positions: positions.slice(from, from + length),
  culprits: culprits
    .filter(({ index }) => index >= from && index < from + length)
    .map(({ index, reason }) => ({ index: index - from, reason })),
})

export const createFeedLine = (parts: FeedLineParts): FeedLine => {
  const { feedId, floor, clock, logger, limits } = parts
  const writer = createLogWriter(parts)
  let queue: Job[] = []
  let queuedEntries = 0
  let isDown = false
  let isOver = false
  let draining: Promise<void> | undefined
  /** The batch that went to the database while the one before it was folded. */
  let ahead: Flight | undefined

  const away = () => new CodedError('unavailable', 'The database does not answer; send this again later.')
  const over = () => new CodedError('unavailable', `This server no longer takes entries of feed ${feedId}.`)

  const commitJobs = async (jobs: AppendJob[]) => {
    const all = await writer.write(
      jobs.flatMap((job) => job.entries),
      sendAhead,
    )
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

  const settleBatch = async (batch: AppendJob[]) => {
    const cancel = clock.after(limits.patienceMs, () => refuseWaiting(batch))
    try {
      for (;;) {
        const waiting = batch.filter((job) => !job.isSettled)
        if (waiting.length === 0) return
        try {
          return await commitJobs(waiting)
        } catch (error) {
          await writer.recover(error, () => !isOver)
          if (isOver) throw over()
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

  const takeFlight = (): Flight => {
    const batch = takeBatch()
    const settled = settleBatch(batch)
    // Whoever waits for the flight hears of it; nobody may be waiting yet.
    settled.catch(() => {})
    return { batch, settled }
  }

  const sendAhead = () => {
    if (!ahead && !isOver && queue[0]?.kind === 'append') ahead = takeFlight()
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
    if (!isFenced(error)) return
    logger.warn({ feedId }, 'another server has taken this feed over')
    parts.onFenced()
  }

  const drain = async () => {
    await null
    for (let head = queue[0]; ahead || head; head = queue[0]) {
      if (!ahead && head?.kind === 'run') {
        queue.shift()
        await runJob(head)
        continue
      }
      const flight = ahead ?? takeFlight()
      ahead = undefined
      try {
        await flight.settled
      } catch (error) {
        stop(error, flight.batch)
      }
    }
    draining = undefined
  }

  const confirm = async () => {
    try {
      await writer.renew()
    } catch (error) {
      // Anything else shows itself at the next append.
      if (isFenced(error)) stop(error, [])
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
      await run(confirm, true).catch(() => {})
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
