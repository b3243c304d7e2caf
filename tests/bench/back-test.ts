import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openDatabase } from '#db/client.ts'
import { startEmbedded } from '#db/embedded.ts'
import { migrate } from '#db/migrate.ts'
import { ensurePartitions } from '#db/writes/ensure-partitions.ts'
import { saveSettings } from '#db/writes/save-settings.ts'
import { seedSettings } from '#db/writes/seed-settings.ts'
import { LINES } from '#server/adapters/simulate/staff.ts'
import { systemClock } from '#server/clock.ts'
import { applyEdits, type DraftEdit } from '#server/domain/playbook/draft.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import { DEFAULT_SETTINGS } from '#server/domain/settings.ts'
import { createBackTests } from '#server/jobs/back-test/create-back-tests.ts'
import type { Spent } from '#server/jobs/back-test/run-back-test.ts'
import { openLawBook } from '#server/law-book.ts'
import type { BackTestStatus } from '#server/protocol/back-test.ts'
import { waitFor } from '#tests/support/wait-for.ts'
import { fillCalls } from './fill-calls.ts'

const TICK_MS = 10
const ASK_MS = 500

export type BackTestResult = {
  bench: 'back-test'
  calls: number
  events: number
  judged: number
  /** From the order to the result, the start of the thread included. */
  seconds: number
  callsPerSecond: number
  /** Where the thread's time went. */
  readSeconds: number
  foldSeconds: number
  judgeSeconds: number
  /** Judging under both playbooks against folding alone. */
  ratio: number
  appeared: number
  disappeared: number
  changed: number
  alertsPerHundred: { before: number; after: number }
  /** The longest the starting thread's loop, where a server's floor would be, was held up meanwhile. */
  longestStallMs: number
}

/** One action less to do in every scenario, and an opening that may not take as long. */
const makeDraft = () => {
  const shipped = shippedPlaybook()
  const edits = shipped.scenarios.flatMap(({ steps }, s): DraftEdit[] => {
    const shorter = { path: ['scenarios', s, 'steps', 0, 'dwellSec'], value: { min: 1, target: 4, warn: 6, max: 8 } }
    const place = steps[1]?.actions.findIndex(({ action }) => action === 'NEED_TAG') ?? -1
    return place < 0 ? [shorter] : [shorter, { path: ['scenarios', s, 'steps', 1, 'actions', place], remove: true }]
  })
  return { ...applyEdits(shipped, edits), version: shipped.version + 1 }
}

const watchStalls = () => {
  let longest = 0
  let last = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last - TICK_MS)
    last = now
  }, TICK_MS)
  return () => {
    clearInterval(timer)
    return longest
  }
}

/** The job a server would run, over made-up calls in a database of its own. */
export const benchBackTest = async (
  calls: 100 | 1_000 | 10_000,
  say: (line: string) => void,
): Promise<BackTestResult> => {
  const dir = mkdtempSync(path.join(tmpdir(), 'linewarden-bench-'))
  const store = await startEmbedded({ dir })
  await migrate(store.url, store.appUrl)
  const database = openDatabase(store.appUrl)
  const { sql } = database
  await ensurePartitions(sql, systemClock.now())
  await seedSettings(sql, shippedPlaybook())
  const scenarioMap = LINES.flatMap(({ queueId, scenario }) =>
    scenario ? [{ kind: 'queue' as const, key: queueId, scenario }] : [],
  )
  await saveSettings(sql, { ...DEFAULT_SETTINGS, scenarioMap }, { by: 'bench', at: systemClock.now() })
  const law = await openLawBook(sql, () => {})
  let spent: Spent = { read: 0, fold: 0, judge: 0 }
  const backTests = createBackTests({
    databaseUrl: store.appUrl,
    clock: systemClock,
    logger: {
      info: (fields) => {
        spent = (fields as { spent: Spent }).spent
      },
      error: (fields) => say(String((fields as { err?: unknown }).err)),
    },
    book: law.book,
    orders: () => new Map([['bench', 'seq']]),
  })
  try {
    const { events } = await fillCalls(sql, calls, law.book.current, say)
    const stopWatching = watchStalls()
    const order = { before: shippedPlaybook(), after: makeDraft(), revision: 1, calls, by: 'bench' }
    await backTests.start(async () => order)
    let status: BackTestStatus | null = null
    await waitFor(() => {
      status = backTests.status()
      if (status?.state === 'running') say(`${status.done} of ${status.total ?? '?'} calls judged`)
      return status?.state !== 'running'
    }, ASK_MS)
    const longestStallMs = stopWatching()
    status = backTests.status()
    if (status?.state !== 'done') throw new Error(`the back-test ended as ${status?.state}`)
    const { report, startedAt, endedAt } = status
    const seconds = (endedAt - startedAt) / 1_000
    const perHundred = (count: number) => Number(((100 * count) / Math.max(1, report.calls.judged)).toFixed(1))
    return {
      bench: 'back-test',
      calls: report.calls.read,
      events,
      judged: report.calls.judged,
      seconds: Number(seconds.toFixed(1)),
      callsPerSecond: Math.round(report.calls.read / seconds),
      readSeconds: spent.read / 1_000,
      foldSeconds: spent.fold / 1_000,
      judgeSeconds: spent.judge / 1_000,
      ratio: Number((spent.judge / Math.max(1, spent.fold)).toFixed(2)),
      appeared: report.total.appeared,
      disappeared: report.total.disappeared,
      changed: report.total.changed,
      alertsPerHundred: { before: perHundred(report.alerts.before), after: perHundred(report.alerts.after) },
      longestStallMs: Math.round(longestStallMs),
    }
  } finally {
    await backTests.close()
    await law.close()
    await database.close()
    await store.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}
