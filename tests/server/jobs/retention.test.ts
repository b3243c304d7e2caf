import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listRetentionRuns } from '#db/queries/list-retention-runs.ts'
import { loadRetention } from '#db/queries/load-retention.ts'
import { addFeed } from '#db/writes/add-feed.ts'
import { makeRecordPartitions } from '#db/writes/make-record-partitions.ts'
import { createPostgresLog } from '#db/writes/postgres-log.ts'
import { saveRetention } from '#db/writes/save-retention.ts'
import { systemClock } from '#server/clock.ts'
import type { NewEntry } from '#server/domain/event-log.ts'
import { dayAfter, type Retention } from '#server/domain/retention.ts'
import { carryOutRetention } from '#server/jobs/retention.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'

const DAY_MS = 86_400_000

let db: TestDatabase
beforeEach(async () => {
  db = await createTestDatabase()
})
afterEach(() => db.drop())

/** Noon UTC of today: the night has come wherever the site is taken to be. */
const noon = () => Date.parse(`${dayAfter(systemClock.now(), 0)}T12:00:00Z`)
const noted: { day: string; dropped: object }[] = []

const night = async (retention?: Retention, at = noon()) => {
  const periods = retention ?? (await loadRetention(db.database.sql))
  return carryOutRetention({
    sql: db.database.sql,
    clock: createManualClock(at),
    logger: pino({ level: 'silent' }),
    periods: () => periods,
    zone: () => 'UTC',
    audit: async (_tx, _at, day, dropped) => void noted.push({ day, dropped }),
  })
}

const daysAgo = (days: number) => new Date(noon() - days * DAY_MS).toISOString()

const addCall = async (callId: string, days: number) => {
  const at = daysAgo(days)
  await makeRecordPartitions(db.database.sql, [
    { parent: 'call', day: at.slice(0, 10) },
    { parent: 'call_alert', day: at.slice(0, 10) },
    { parent: 'verdict_dispute', day: at.slice(0, 10) },
    { parent: 'call_back', day: at.slice(0, 10) },
  ])
  await db.database.sql`
    insert into call (feed_id, call_id, direction, state, started_at, hold_count, transfers, scenario_source, level, peak_level, view)
    values ('f', ${callId}, 'inbound', 'cleared', ${at}, 0, 0, 'none', 0, 0, '{}')`
  await db.database.sql`
    insert into call_alert (feed_id, call_id, key, rule, severity, due_at, condition, handling, evidence)
    values ('f', ${callId}, 'k', 'long_call', 'major', ${at}, 'over', 'open', '[]')`
  await db.database.sql`
    insert into verdict_dispute (feed_id, call_id, key, rule, due_at, state, disputed_at, disputed_by, reason)
    values ('f', ${callId}, 'k', 'long_call', ${at}, 'pending', ${at}, '组长', '误判')`
  await db.database.sql`
    insert into call_back (feed_id, call_id, key, rule, due_at, opened_at, call_by, state)
    values ('f', ${callId}, 'k', 'action_missed', ${at}, ${at}, ${at}, 'open')`
}

const addWords = async (
  callId: string,
  days: number,
  keep: 'transcript' | 'complaint_transcript',
  keepDays: number,
) => {
  const keepUntil = dayAfter(noon() - days * DAY_MS, keepDays)
  await makeRecordPartitions(db.database.sql, [{ parent: 'transcript_segment', day: keepUntil }])
  await db.database.sql`
    insert into transcript_segment (feed_id, call_id, utterance_id, revision, at, role, text, is_final, keep, keep_until)
    values ('f', ${callId}, 'u', 0, ${daysAgo(days)}, 'customer', '信号不好', true, ${keep}, ${keepUntil})`
}

const callsIn = async (table: string): Promise<string[]> =>
  (await db.owner.sql<{ id: string }[]>`select call_id as id from ${db.owner.sql(table)} order by 1`).map(
    ({ id }) => id,
  )

describe('what is past its period', () => {
  it('[KEEP-1] goes part by part: calls, alerts and words each after their own time', async () => {
    await addCall('new', 10)
    await addCall('two years', 900)
    await addCall('four years', 1500)
    await addWords('plain', 91, 'transcript', 90)
    await addWords('fresh', 80, 'transcript', 90)
    await addWords('complaint', 91, 'complaint_transcript', 180)
    const dropped = await night()
    expect(await callsIn('call')).toEqual(['new', 'two years'])
    for (const table of ['call_alert', 'verdict_dispute', 'call_back']) expect(await callsIn(table)).toEqual(['new'])
    expect(await callsIn('transcript_segment')).toEqual(['complaint', 'fresh'])
    expect(Object.keys(dropped ?? {}).sort()).toEqual(['aggregate', 'alert', 'transcript'])
    expect(noted.at(-1)).toMatchObject({ day: dayAfter(noon(), 0) })
  })

  it('[KEEP-2] takes events with their keys, so that the log can go on and nothing younger is touched', async () => {
    const { sql } = db.database
    await addFeed(sql, { name: 'f', origin: 'owner', feedId: 'f' })
    await db.owner.sql`select make_feed_event_partitions(${dayAfter(noon(), -100)}::text::date, 1)`
    const log = createPostgresLog(sql)
    const { term } = await log.claim('f', 'test')
    const entry = (n: number, days: number): NewEntry => ({
      source: 'feed',
      origin: 'owner',
      epoch: 'e',
      receivedAt: noon() - days * DAY_MS,
      event: { eventId: `${n}`, type: 'call.offered', occurredAt: daysAgo(days), callId: `c${n}`, data: {} },
    })
    await log.append('f', term, [entry(1, 100), entry(2, 100), entry(3, 0)])
    await night()
    expect((await log.read('f', 0, 10)).map(({ event }) => event.eventId)).toEqual(['3'])
    const keys = await db.owner.sql`select event_id from feed_event_key`
    expect(keys.map((row) => row.event_id)).toEqual(['3'])
    const { positions } = await log.append('f', term, [entry(3, 0), entry(4, 0)])
    expect(positions.map((position) => position === null)).toEqual([true, false])
  })

  it('[KEEP-3] follows a period that was made shorter, also for words kept for longer before', async () => {
    await addWords('old', 40, 'transcript', 90)
    await addWords('young', 20, 'transcript', 90)
    const shorter = { ...(await loadRetention(db.database.sql)), transcript: 30, event: 30 }
    await db.database.sql.begin((tx) => saveRetention(tx, shorter))
    expect(await loadRetention(db.database.sql)).toEqual(shorter)
    await night(shorter)
    expect(await callsIn('transcript_segment')).toEqual(['young'])
  })

  it('[KEEP-4] is carried out once a night, not before three, and is written down', async () => {
    const early = Date.parse(`${dayAfter(systemClock.now(), 0)}T02:59:00Z`)
    expect(await night(undefined, early)).toBeNull()
    expect(await night()).toEqual({})
    expect(await night()).toBeNull()
    const runs = await listRetentionRuns(db.database.sql, 5)
    expect(runs).toEqual([{ day: dayAfter(noon(), 0), at: noon(), dropped: {} }])
  })

  it('[KEEP-5] is the only thing the server can take away: nothing of this week, and no other table', async () => {
    const { sql } = db.database
    const today = dayAfter(systemClock.now(), 0)
    await expect(sql`select drop_partitions_before('feed_event', ${today}::text::date)`).rejects.toThrow(/week/)
    await expect(sql`select drop_partitions_before('app_user', '2020-01-01')`).rejects.toThrow(/no partitions/)
    await expect(sql`truncate feed_event`).rejects.toThrow(/permission denied|must be owner/)
    await expect(sql`delete from retention_run`).rejects.toThrow(/permission denied/)
  })
})
