import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningServer } from '#server/create-server.ts'
import { floorTruth, foldFloor } from '#tests/support/ami-floor.ts'
import { type CutRun, floorBytes, planCuts, playFloor } from '#tests/support/cut-run.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { type CutTally, judgeCuts } from '#tests/support/judge-cuts.ts'
import { judgePhones } from '#tests/support/judge-phones.ts'
import { startTestServer } from '#tests/support/test-server.ts'

/** Recorded seconds per real second. */
const SPEED = 10
const seeds = (process.env.CUT_SEEDS ?? '5').split(',').map(Number)
/** Silence of the owner, in real time, that a floor may call stale; two beats less for when it was last heard. */
const STALE_MS = 3000 - 2000

let db: TestDatabase
let server: RunningServer
const runs = new Map<string, CutRun>()

beforeAll(async () => {
  db = await createTestDatabase()
  server = await startTestServer(db)
  const bytes = floorBytes()
  const play = async (feedId: string, seed?: number) => {
    const plan = seed === undefined ? undefined : planCuts(seed, bytes)
    runs.set(feedId, await playFloor(db, server.url, feedId, SPEED, plan))
  }
  await Promise.all([play('whole'), ...seeds.map((seed) => play(`cut-${seed}`, seed))])
}, 240_000)
afterAll(async () => {
  await server.close()
  await db.drop()
})

const runOf = (feedId: string): CutRun => {
  const run = runs.get(feedId)
  if (!run) throw new Error(`${feedId} was not played`)
  return run
}
const judge = (feedId: string) => {
  const { calls, rows } = foldFloor(feedId)
  return judgeCuts(runOf(feedId), calls, rows)
}

test('a floor played live without a break is the fold of the recording, and what the phones say', () => {
  const { faults, tally } = judge('whole')
  expect(faults).toEqual([])
  expect(tally.untouched).toHaveLength(56)
  expect(runOf('whole')).toMatchObject({ gaps: [], feedAlerts: [], breaks: 0 })
  const phones = judgePhones(runOf('whole'), floorTruth())
  expect(phones.faults).toEqual([])
  expect(phones.checks).toBeGreaterThan(150)
})

/** Kinds of calls, fields that differ, and seconds the longest gap and all the others hide. */
const summary = ({ fields, ...kinds }: CutTally, { gaps }: CutRun) => {
  const counts = Object.fromEntries(Object.entries(kinds).map(([kind, ids]) => [kind, ids.length]))
  const seconds = gaps.map((gap) => Math.round((gap.to - gap.from) / 100) / 10).sort((a, b) => b - a)
  const [longest = 0, second = 0] = seconds
  const others = Math.round(seconds.reduce((sum, length) => sum + length, -longest))
  return JSON.stringify({ ...counts, fields, longest, second, others })
}

describe.each(seeds)('cut at twenty random bytes, half-open and restarted (seed %i)', (seed) => {
  const feedId = `cut-${seed}`

  test('it tells a gap for every break, and everything unheard lies in one', () => {
    const { gaps, breaks, unheard } = runOf(feedId)
    expect(breaks).toBe(22)
    expect(gaps).toHaveLength(breaks)
    expect(gaps.filter((gap) => !(gap.from <= gap.to && gap.to <= gap.settledAt))).toEqual([])
    expect(unheard.length).toBeGreaterThan(20)
    // The switch counts in microseconds, gaps in milliseconds.
    const isIn = (at: number) => gaps.some((gap) => gap.from <= Math.ceil(at) && Math.floor(at) <= gap.to)
    expect(unheard.filter((at) => !isIn(at))).toEqual([])
  })

  test('the floor ends as the recording tells, but for what the gaps it told of hide', () => {
    const { faults, tally } = judge(feedId)
    if (process.env.CUT_SEEDS) console.log(feedId, summary(tally, runOf(feedId)))
    expect(faults).toEqual([])
    expect(tally.untouched.length + tally.touchedEqual.length).toBeGreaterThan(0)
    expect(tally.touchedDifferent.length).toBeGreaterThan(0)
  })

  test('what it heard is what the phones say', () => {
    const { checks, faults } = judgePhones(runOf(feedId), floorTruth())
    expect(faults).toEqual([])
    expect(checks).toBeGreaterThan(40)
  })

  test('no cut raises an alert; only the half-open link, silent for seconds, makes the feed stale', () => {
    const { feedAlerts, gaps } = runOf(feedId)
    const silences = gaps.filter((gap) => (gap.settledAt - gap.from) / SPEED > STALE_MS)
    expect(new Set(feedAlerts)).toEqual(new Set(['feed_stale']))
    expect(feedAlerts.length).toBeLessThanOrEqual(silences.length)
  })
})
