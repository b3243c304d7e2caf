import type { Sql } from '#db/client.ts'
import { type EndedCall, listEndedCalls } from '#db/queries/list-ended-calls.ts'
import { readCallLogs } from '#db/queries/read-call-logs.ts'
import type { Clock } from '../../clock.ts'
import type { Call } from '../../domain/call/call.ts'
import type { FeedOrder } from '../../domain/entry.ts'
import type { StoredEntry } from '../../domain/event-log.ts'
import { foldOneCall } from '../../domain/feed/fold-one-call.ts'
import { type LawBook, rulesOf } from '../../domain/feed/law-book.ts'
import { compareLaws } from '../../domain/playbook/back-test/compare-laws.ts'
import type { BackTestExample, BackTestReport } from '../../domain/playbook/back-test/report.ts'
import { BackTestTally } from '../../domain/playbook/back-test/tally.ts'
import type { Playbook } from '../../domain/playbook/playbook.ts'

/** Calls read at once. */
const BATCH = 50

/** All a back-test needs to know; it is handed to another thread as a copy. */
export type BackTestJob = {
  before: Playbook
  after: Playbook
  calls: number
  book: Pick<LawBook, 'rules' | 'settings' | 'current'>
  /** How the entries of each feed are ordered; one that is not here goes by time. */
  orders: ReadonlyMap<string, FeedOrder>
}

/** Where the time went; ms of the wall. */
export type Spent = { read: number; fold: number; judge: number }

export type BackTestOutcome = {
  report: BackTestReport
  examples: ReadonlyMap<string, readonly BackTestExample[]>
  spent: Spent
}

type Parts = { sql: Sql; clock: Pick<Clock, 'now'>; onProgress: (done: number, total: number) => void }

const byFeed = (calls: readonly EndedCall[]): [feedId: string, EndedCall[]][] =>
  [...new Set(calls.map(({ feedId }) => feedId))].map((id) => [id, calls.filter(({ feedId }) => feedId === id)])

/** The log still holds the call from its beginning to its end. */
const isWhole = (call: Call, { startedAt }: EndedCall) => call.startedAt <= startedAt && call.clearedAt !== undefined

/**
 * Folds each of the calls stored last from its own log entries, once, and judges it under both playbooks. What cannot be
 * judged is counted and passed over.
 */
export const runBackTest = async (job: BackTestJob, { sql, clock, onProgress }: Parts): Promise<BackTestOutcome> => {
  const { book, before, after } = job
  const tally = new BackTestTally()
  const spent: Spent = { read: 0, fold: 0, judge: 0 }
  const timed = <T>(what: keyof Spent, act: () => T): T => {
    const from = clock.now()
    try {
      return act()
    } finally {
      spent[what] += clock.now() - from
    }
  }

  const judgeOne = (stored: EndedCall, entries: readonly StoredEntry[] | undefined) => {
    if (!entries) return tally.pass('gone')
    try {
      const order = job.orders.get(stored.feedId) ?? 'time'
      const call = timed('fold', () => foldOneCall(entries, { callId: stored.callId, order, book }))
      if (!call || !isWhole(call, stored)) return tally.pass('cut')
      const pairs = timed('judge', () => compareLaws(call, { before, after }, rulesOf(book, call)))
      tally.add(call, pairs)
    } catch {
      tally.pass('broken')
    }
  }

  const calls = await listEndedCalls(sql, job.calls)
  onProgress(0, calls.length)
  for (let from = 0; from < calls.length; from += BATCH) {
    const batch = calls.slice(from, from + BATCH)
    for (const [feedId, some] of byFeed(batch)) {
      const began = clock.now()
      const ids = some.map(({ callId }) => callId)
      const logs = await readCallLogs(sql, feedId, ids)
      spent.read += clock.now() - began
      for (const stored of some) judgeOne(stored, logs.get(stored.callId))
    }
    onProgress(from + batch.length, calls.length)
  }
  return { report: tally.report(), examples: tally.examples(), spent }
}
