import { Worker } from 'node:worker_threads'
import type { Clock } from '../../clock.ts'
import type { LawBook } from '../../domain/feed/law-book.ts'
import { CodedError } from '../../errors.ts'
import type { BackTestOrder, BackTestStatus, BackTests } from '../../protocol/back-test.ts'
import type { BackTestJob, BackTestOutcome } from './run-back-test.ts'
import type { WorkerData, WorkerMessage } from './worker.ts'

const MOST_MEGABYTES = 768

type Parts = {
  /** As the lesser role; the back-test has a connection of its own. */
  databaseUrl: string
  clock: Clock
  logger: { info(fields: object, message: string): void; error(fields: object, message: string): void }
  book: LawBook
  /** How the feeds' entries are ordered now. */
  orders: () => BackTestJob['orders']
  /** What the thread runs; tests break it. */
  script?: URL
}

type End = { state: 'cancelled' } | { state: 'failed' } | { state: 'done'; endedAt: number; outcome: BackTestOutcome }

type Run = {
  id: string
  order: BackTestOrder
  startedAt: number
  worker: Worker
  done: number
  total: number | undefined
  end: End | undefined
}

const BROKEN = { key: 'backTestBroken' } as const
const busy = () =>
  new CodedError('conflict', 'A back-test is running: wait for its end.', { reason: { key: 'backTestRuns' } })

/** Runs one back-test at a time in a thread of its own, so that neither the floor nor its connections wait for it. */
export const createBackTests = (parts: Parts): BackTests => {
  const { clock, logger, book } = parts
  let run: Run | undefined
  let isTaken = false

  const statusOf = ({ id, order, startedAt, done, total, end }: Run): BackTestStatus => {
    const { by, revision, calls, before } = order
    const status = { id, by, revision, calls, over: before.version, startedAt, now: clock.now(), done, total }
    if (!end) return { ...status, state: 'running' }
    if (end.state === 'done') return { ...status, state: 'done', endedAt: end.endedAt, report: end.outcome.report }
    if (end.state === 'failed') return { ...status, state: 'failed', reason: BROKEN }
    return { ...status, state: 'cancelled' }
  }

  const startWorker = (order: BackTestOrder): Worker => {
    const { rules, settings, current } = book
    const { before, after, calls } = order
    const job: BackTestJob = { before, after, calls, book: { rules, settings, current }, orders: parts.orders() }
    const workerData: WorkerData = { databaseUrl: parts.databaseUrl, job }
    return new Worker(parts.script ?? new URL('./start.mjs', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
    })
  }

  const begin = (order: BackTestOrder): Run => {
    const worker = startWorker(order)
    const begun: Run = {
      id: clock.uuid(),
      order,
      startedAt: clock.now(),
      worker,
      done: 0,
      total: undefined,
      end: undefined,
    }
    const finish = (end: End) => {
      begun.end ??= end
    }
    worker.on('message', (message: WorkerMessage) => {
      if ('outcome' in message) {
        finish({ state: 'done', endedAt: clock.now(), outcome: message.outcome })
        logger.info({ calls: message.outcome.report.calls, spent: message.outcome.spent }, 'a back-test has ended')
      } else Object.assign(begun, message)
    })
    worker.on('error', (err) => {
      logger.error({ err }, 'a back-test broke off')
      finish({ state: 'failed' })
    })
    // A thread that is ended from outside says nothing else.
    worker.on('exit', () => finish({ state: 'failed' }))
    return begun
  }

  return {
    async start(prepare) {
      if (isTaken || (run && !run.end)) throw busy()
      isTaken = true
      try {
        run = begin(await prepare())
        return statusOf(run)
      } finally {
        isTaken = false
      }
    },
    status: () => (run ? statusOf(run) : null),
    examples(id, line) {
      if (run?.id !== id || run.end?.state !== 'done') return undefined
      return run.end.outcome.examples.get(line) ?? []
    },
    async cancel(id) {
      if (run?.id !== id || run.end) return
      run.end = { state: 'cancelled' }
      await run.worker.terminate()
    },
    async close() {
      if (run && !run.end) run.end = { state: 'cancelled' }
      await run?.worker.terminate()
    },
  }
}
