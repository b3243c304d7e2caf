import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { type Database, openDatabase } from '#db/client.ts'
import { addFeed } from '#db/writes/add-feed.ts'
import { createPostgresLog } from '#db/writes/postgres-log.ts'
import { systemClock } from '#server/clock.ts'
import type { NewEntry } from '#server/domain/event-log.ts'
import { createFeedStore } from '#server/ingest/feed-store.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { startTcpProxy, type TcpProxy } from '#tests/support/tcp-proxy.ts'
import { connectTestFeed, goodEvent, type Harness, startIngest, type TestFeed } from './ingest-harness.ts'

let test: TestDatabase
let proxy: TcpProxy
/** What the server uses: its way to PostgreSQL leads through the proxy. */
let behind: Database
let harness: Harness
let feed: TestFeed
let token: string
let feedId: string
let feeds = 0

const limits = { patienceMs: 300, deadlineMs: 60_000 }

beforeAll(async () => {
  test = await createTestDatabase()
})
beforeEach(async () => {
  feeds += 1
  feedId = `pbx-${feeds}`
  token = (await addFeed(test.database.sql, { name: feedId, feedId, origin: 'owner' })).token
  const url = new URL(test.appUrl)
  proxy = await startTcpProxy(Number(url.port))
  url.port = String(proxy.port)
  behind = openDatabase(url.href, { max: 4 })
  harness = await startIngest(createPostgresLog(behind.sql), createFeedStore(behind.sql), limits)
  feed = await connectTestFeed(harness.url, token, feedId)
  await feed.hello()
})
afterEach(async () => {
  feed.close()
  proxy.thaw()
  await harness.close()
  await behind.close()
  await proxy.close()
})
afterAll(() => test.drop())

const countRows = async (eventId: string) =>
  (await test.owner.sql`select 1 from feed_event where event_id = ${eventId}`).length
const timesFolded = (eventId: string) => harness.floors.get(feedId)?.told.filter((id) => id === eventId).length
const logIds = async () =>
  (await createPostgresLog(test.database.sql).read(feedId, 0, 10_000)).map(({ event }) => event.eventId)
const foldedIds = () => harness.floors.get(feedId)?.entries.map(({ event }) => event.eventId)

it('a commit whose answer was lost is folded once and acknowledged', async () => {
  // Each session of the pool must know the statement already, or it would ask about it first and never run it.
  for (let i = 0; i < 6; i++) await feed.send([goodEvent()])
  const event = goodEvent()
  proxy.swallowAnswers()
  const answer = feed.send([event])
  await vi.waitFor(async () => expect(await countRows(event.eventId)).toBe(1))
  expect(timesFolded(event.eventId)).toBe(0)
  proxy.cut()
  expect(await answer).toMatchObject({ ok: true })
  expect(timesFolded(event.eventId)).toBe(1)
  expect(await countRows(event.eventId)).toBe(1)
})

it('killing the database session in the middle of commits loses and doubles nothing', async () => {
  const sent: string[] = []
  const acked = new Set<string>()
  // As feeds do: what the server had no patience for is sent again.
  const sendUntilTaken = async (event: { eventId: string }) => {
    sent.push(event.eventId)
    let answer = await feed.send([event])
    while (!answer.ok && answer.code === 'unavailable') answer = await feed.send([event])
    if (answer.ok) acked.add(event.eventId)
  }
  for (let round = 0; round < 15; round++) {
    const sending = Array.from({ length: 20 }, () => sendUntilTaken(goodEvent()))
    await test.owner.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'linewarden' and usename = 'linewarden_app' and datname = current_database()`
    await Promise.all(sending)
  }
  const log = await logIds()
  expect(new Set(log).size).toBe(log.length)
  expect([...acked].filter((id) => !log.includes(id))).toEqual([])
  expect(acked.size).toBe(sent.length)
  expect(foldedIds()).toEqual(log)
})

it('while the database refuses, feeds are told so and nothing is kept waiting', async () => {
  proxy.refuse()
  const answers = await Promise.all([feed.send([goodEvent()]), feed.send([goodEvent()])])
  expect(answers).toMatchObject([
    { ok: false, code: 'unavailable' },
    { ok: false, code: 'unavailable' },
  ])
  expect(await feed.send([goodEvent()])).toMatchObject({ ok: false, code: 'unavailable' })
  expect(await feed.heartbeat('2026-11-22T08:00:00.000Z')).toMatchObject({ ok: false, code: 'unavailable' })
  expect(harness.ingest.stats().feeds).toMatchObject([{ feedId, queued: 0, isUp: false }])
  proxy.cut()
  await vi.waitFor(async () => expect(await feed.send([goodEvent()])).toMatchObject({ ok: true, stored: 1 }), {
    timeout: 20_000,
  })
  expect(foldedIds()).toEqual(await logIds())
})

it('a frozen database is waited for, and its late commit is folded', async () => {
  proxy.freeze()
  const event = goodEvent()
  expect(await feed.send([event])).toMatchObject({ ok: false, code: 'unavailable' })
  expect(await feed.send([goodEvent()])).toMatchObject({ ok: false, code: 'unavailable' })
  proxy.thaw()
  await vi.waitFor(() => expect(timesFolded(event.eventId)).toBe(1))
  expect(await feed.send([event])).toMatchObject({ ok: true, stored: 0, duplicates: 1 })
  expect(await countRows(event.eventId)).toBe(1)
})

it('entries of the server outlast the database being away; those of people are refused', async () => {
  const entry = (source: NewEntry['source']): NewEntry => ({
    source,
    origin: 'owner',
    epoch: 'here',
    receivedAt: systemClock.now(),
    event: {
      eventId: `by-${source}`,
      occurredAt: '2026-11-22T08:00:00.000Z',
      type: 'call.gap',
      data: { from: '2026-11-22T07:00:00.000Z', to: '2026-11-22T08:00:00.000Z' },
    },
  })
  proxy.refuse()
  const kept = harness.ingest.append(feedId, [entry('server')])
  await expect(harness.ingest.append(feedId, [entry('person')])).rejects.toMatchObject({ code: 'unavailable' })
  proxy.cut()
  expect((await kept).positions).toHaveLength(1)
  expect(timesFolded('by-server')).toBe(1)
  expect(await countRows('by-person')).toBe(0)
})

it('a server that lost the feed to another stops, cuts its feed and stores nothing more', async () => {
  const other = await startIngest(createPostgresLog(test.database.sql), createFeedStore(test.database.sql))
  const there = await connectTestFeed(other.url, token, feedId)
  expect(await there.hello()).toMatchObject({ ok: true })
  const late = goodEvent()
  feed.shout('feed:events', { events: [late] })
  expect(await feed.cut).toMatchObject({ code: 'unavailable' })
  expect(await countRows(late.eventId)).toBe(0)
  await expect(harness.ingest.append(feedId, [])).rejects.toMatchObject({ code: 'fenced' })
  expect(await there.send([goodEvent()])).toMatchObject({ ok: true, stored: 1 })

  const back = await connectTestFeed(harness.url, token, feedId)
  expect(await back.hello()).toMatchObject({ ok: true })
  expect(await back.send([goodEvent()])).toMatchObject({ ok: true, stored: 1 })
  expect(foldedIds()).toEqual(await logIds())
  back.close()
  there.close()
  await other.close()
})

it('a stopped server cuts its feeds with the reason, after what it holds is committed', async () => {
  const event = goodEvent()
  const answer = feed.send([event])
  await harness.floors.get(feedId)
  const closing = harness.ingest.close()
  expect(await feed.cut).toMatchObject({ code: 'unavailable' })
  await closing
  const acked = await answer.then(
    (a) => a.ok,
    () => false,
  )
  if (acked) expect(await countRows(event.eventId)).toBe(1)
})
