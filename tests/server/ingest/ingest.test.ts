import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { addFeed } from '#db/writes/add-feed.ts'
import { createPostgresLog } from '#db/writes/postgres-log.ts'
import { systemClock } from '#server/clock.ts'
import { createFeedStore } from '#server/ingest/feed-store.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { connectTestFeed, goodEvent, type Harness, startIngest, type TestFeed, testSeal } from './ingest-harness.ts'

const NUMBER = '13800138000'
let test: TestDatabase
let harness: Harness
let token: string
let crmToken: string
const open: TestFeed[] = []

const connect = async (given: string = token, feedId = 'pbx') => {
  const feed = await connectTestFeed(harness.url, given, feedId)
  open.push(feed)
  return feed
}
const connectAndGreet = async (given?: string) => {
  const feed = await connect(given)
  expect(await feed.hello()).toMatchObject({ ok: true })
  return feed
}
const stored = (eventId: string) =>
  test.owner.sql`select event, call_id, origin from feed_event where event_id = ${eventId}`
const floor = () => harness.floors.get('pbx')

beforeAll(async () => {
  test = await createTestDatabase()
  const { sql } = test.database
  token = (await addFeed(sql, { name: 'PBX', feedId: 'pbx', origin: 'owner' })).token
  crmToken = (await addFeed(sql, { name: 'Orders', feedId: 'pbx', origin: 'crm' })).token
  harness = await startIngest(createPostgresLog(sql), createFeedStore(sql))
})
afterEach(() => {
  for (const feed of open.splice(0)) feed.close()
})
afterAll(async () => {
  await harness.close()
  await test.drop()
})

describe('letting feeds in', () => {
  it('refuses an unknown token and creates nothing', async () => {
    const before = await test.owner.sql`select count(*) from feed`
    for (const bad of ['lw_nobody', `lw_${'A'.repeat(43)}`, '', undefined, { $ne: '' }]) {
      await expect(connectTestFeed(harness.url, bad)).rejects.toMatchObject({ code: 'unauthenticated' })
    }
    expect(await test.owner.sql`select count(*) from feed`).toEqual(before)
    expect(harness.ingest.stats().connections).toBe(0)
  })

  it('keeps a token only as a hash', async () => {
    const rows = await test.owner.sql`select * from feed_token`
    expect(rows).toHaveLength(2)
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('answers a hello with the window and says whether a snapshot is due', async () => {
    const feed = await connect()
    const answer = await feed.hello({ resumed: false })
    expect(answer).toMatchObject({ ok: true, window: { maxInFlight: 32, maxEvents: 500 }, snapshotDue: true })
    expect(
      (await test.owner.sql`select last_used_at from feed_token where origin = 'owner'`)[0]?.last_used_at,
    ).not.toBeNull()
  })

  it('refuses a hello for another feed, of another version, or without meaning', async () => {
    const feed = await connect()
    expect(await feed.hello({ feedId: 'other' })).toMatchObject({ ok: false, code: 'forbidden' })
    expect(await feed.hello({ v: 99 })).toMatchObject({ ok: false, code: 'bad_request' })
    expect(await feed.hello({ order: 'whim' })).toMatchObject({ ok: false, code: 'bad_request' })
  })

  it('cuts who speaks before saying hello', async () => {
    const feed = await connect()
    feed.shout('feed:events', { events: [goodEvent()] })
    expect(await feed.cut).toMatchObject({ code: 'bad_request' })
  })

  it('gives the feed to the newest hello and cuts the one before', async () => {
    const old = await connectAndGreet()
    const young = await connectAndGreet()
    expect(await old.cut).toMatchObject({ code: 'superseded' })
    expect(await young.send([goodEvent()])).toMatchObject({ ok: true, stored: 1 })
  })

  it('lets a companion speak beside the owner', async () => {
    const owner = await connectAndGreet()
    const crm = await connectAndGreet(crmToken)
    const event = goodEvent({ type: 'call.fact', data: { name: 'identity.verified' } })
    expect(await crm.send([event])).toMatchObject({ ok: true, stored: 1 })
    expect(await owner.send([goodEvent()])).toMatchObject({ ok: true, stored: 1 })
    expect((await stored(event.eventId))[0]?.origin).toBe('crm')
  })

  it('cuts a live connection whose token is revoked', async () => {
    const { sql } = test.database
    const { token: brief } = await addFeed(sql, { name: 'Desk', feedId: 'pbx', origin: 'desktop' })
    const strict = await startIngest(createPostgresLog(sql), createFeedStore(sql), { recheckSec: 0.05 })
    const feed = await connectTestFeed(strict.url, brief)
    await sql`update feed_token set revoked_at = now() where origin = 'desktop'`
    expect(await feed.cut).toMatchObject({ code: 'unauthenticated' })
    await strict.close()
  })
})

describe('what a feed says', () => {
  it('is in PostgreSQL and on the floor when it is acknowledged', async () => {
    const feed = await connectAndGreet()
    const event = goodEvent({ callId: 'call-acked' })
    expect(await feed.send([event])).toEqual({ ok: true, stored: 1, duplicates: 0, dead: [] })
    expect((await stored(event.eventId))[0]).toMatchObject({ call_id: 'call-acked', event })
    expect(floor()?.told.at(-1)).toBe(event.eventId)
  })

  it('is stored once however often it comes', async () => {
    const feed = await connectAndGreet()
    const events = [goodEvent(), goodEvent()]
    const answers = await Promise.all([feed.send(events), feed.send(events), feed.send([...events, goodEvent()])])
    const sum = (key: 'stored' | 'duplicates') => answers.reduce((total, a) => total + (a.ok ? a[key] : 0), 0)
    expect([sum('stored'), sum('duplicates')]).toEqual([3, 4])
    const seen = floor()?.told.filter((id) => events.some((event) => event.eventId === id))
    expect(seen).toEqual(events.map((event) => event.eventId))
  })

  it('reaches the floor in the order it was sent, heartbeats in their place', async () => {
    const feed = await connectAndGreet()
    const [a, b, c] = [goodEvent(), goodEvent(), goodEvent()]
    await Promise.all([feed.send([a]), feed.heartbeat('2026-11-22T08:00:00.000Z'), feed.send([b]), feed.send([c])])
    const at = Date.parse('2026-11-22T08:00:00.000Z')
    expect(floor()?.told.slice(-4)).toEqual([a.eventId, `♥owner ${at}`, b.eventId, c.eventId])
  })

  it('keeps a customer number sealed and hides digits in texts', async () => {
    const feed = await connectAndGreet()
    const offered = goodEvent({ type: 'call.offered', data: { direction: 'inbound', customerNumber: `+86 ${NUMBER}` } })
    const spoken = goodEvent({
      type: 'transcript.segment',
      data: { utteranceId: 'u1', role: 'customer', text: `我的号码是幺三八 零零幺三 八零零零，也可以打${NUMBER}` },
    })
    await feed.send([offered, spoken])
    const customer = (await stored(offered.eventId))[0]?.event.data.customer
    expect(customer).toMatchObject({ masked: '138****8000' })
    expect(testSeal.open(customer.sealed)).toBe(NUMBER)
    expect((await stored(spoken.eventId))[0]?.event.data.text).toBe('我的号码是*** **** ****，也可以打***********')
    const everything = JSON.stringify(await test.owner.sql`select * from feed_event`)
    expect(everything).not.toContain(NUMBER)
  })

  it('of an unknown type is kept and counted', async () => {
    const before = harness.ingest.stats().foreign
    const feed = await connectAndGreet()
    const event = goodEvent({ type: 'vendor.mood', data: { mood: 'ok', at: '2026-11-22T08:00:00Z', phone: NUMBER } })
    expect(await feed.send([event])).toMatchObject({ ok: true, stored: 1 })
    expect((await stored(event.eventId))[0]?.event.data).toEqual({
      mood: 'ok',
      at: '2026-11-22T08:00:00Z',
      phone: '***********',
    })
    expect(harness.ingest.stats().foreign).toBe(before + 1)
  })
})

describe('bad events', () => {
  const NESTED = JSON.parse(`${'{"a":'.repeat(50)}1${'}'.repeat(50)}`)
  const cases: [string, unknown, string][] = [
    ['no event at all', 17, '(event)'],
    ['a missing id', goodEvent({ eventId: undefined }), 'eventId'],
    ['a NUL', goodEvent({ type: 'call.cleared', data: { nativeCause: 'a\u0000b' } }), 'data.nativeCause'],
    ['a lone surrogate', goodEvent({ type: 'help.requested', data: { reason: 'x\ud800y' } }), 'data.reason'],
    ['a year before 2000', goodEvent({ occurredAt: '1999-12-31T23:59:59.000Z' }), 'occurredAt'],
    ['a year after 2100', goodEvent({ occurredAt: '2101-01-01T00:00:00.000Z' }), 'occurredAt'],
    ['an id that is __proto__', goodEvent({ callId: '__proto__' }), 'callId'],
    ['a reserved type', goodEvent({ type: 'call.pinned', data: { playbook: 1, rules: 1, settings: 1 } }), 'type'],
    ['a NUL below an unknown type', goodEvent({ type: 'vendor.x', data: { a: ['\u0000'] } }), 'data.a.0'],
    [
      'a reserved key below an unknown type',
      goodEvent({ type: 'vendor.x', data: JSON.parse('{"__proto__":{"a":1}}') }),
      'data',
    ],
    ['endless nesting', goodEvent({ type: 'vendor.x', data: NESTED }), `data${'.a'.repeat(13)}`],
  ]

  it.each(cases)('%s: dead letter with its index and path, neighbours committed', async (_, bad, path) => {
    const feed = await connectAndGreet()
    const [before, after] = [goodEvent(), goodEvent()]
    const answer = await feed.send([before, bad, after])
    expect(answer).toMatchObject({ ok: true, stored: 2, dead: [{ index: 1, path }] })
    for (const event of [before, after]) expect(await stored(event.eventId)).toHaveLength(1)
    const [letter] = await test.owner.sql`select path, reason, event from dead_letter order by id desc limit 1`
    expect(letter?.path).toBe(path)
    expect(letter?.reason).not.toBe('')
  })

  it('what the database alone refuses is found by halving and becomes a dead letter', async () => {
    const feed = await connectAndGreet()
    // A day that JavaScript takes for 2 March and PostgreSQL for none.
    const noSuchDay = { occurredAt: '2026-02-30T08:00:00.000Z' }
    const events = Array.from({ length: 9 }, (_, i) => goodEvent(i === 5 ? noSuchDay : {}))
    expect(await feed.send(events)).toMatchObject({ ok: true, stored: 8, dead: [{ index: 5, path: '(database)' }] })
    const told = events.filter((_, i) => i !== 5).map((event) => event.eventId)
    expect(floor()?.told.slice(-8)).toEqual(told)
  })

  it('are told apart without repeating their numbers, even where those are names of fields', async () => {
    const feed = await connectAndGreet()
    const data = { [NUMBER]: { [`${'x'.repeat(39)}😀`]: '\u0000' } }
    const answer = await feed.send([goodEvent({ type: 'vendor.x', data })])
    expect(answer).toMatchObject({
      ok: true,
      stored: 0,
      dead: [{ index: 0, path: expect.stringContaining('data.***********.xxx') }],
    })
    const [letter] = await test.owner.sql`select path, event from dead_letter order by id desc limit 1`
    expect(JSON.stringify(letter)).not.toContain(NUMBER)
  })

  it('hold no clear number and at most 4 KB', async () => {
    const feed = await connectAndGreet()
    await feed.send([{ ...goodEvent({ type: 7 }), note: `call ${NUMBER} ${'长'.repeat(9000)}`, n: 13800138000 }])
    const [letter] = await test.owner
      .sql`select event, octet_length(event) as size from dead_letter order by id desc limit 1`
    expect(letter?.event).not.toContain(NUMBER)
    expect(letter?.size).toBeLessThanOrEqual(4096)
  })

  it('a companion may not say what is not its business', async () => {
    const crm = await connectAndGreet(crmToken)
    const answer = await crm.send([
      goodEvent(),
      goodEvent({ type: 'complaint.level', data: { level: 2 } }),
      goodEvent({ type: 'vendor.x' }),
    ])
    expect(answer).toMatchObject({
      ok: true,
      stored: 1,
      dead: [
        { index: 0, path: 'type' },
        { index: 2, path: 'type' },
      ],
    })
  })

  it('a feed ordered by seq must number its events', async () => {
    const feed = await connect()
    await feed.hello({ order: 'seq' })
    expect(await feed.send([goodEvent(), goodEvent({ seq: 1 })])).toMatchObject({
      stored: 1,
      dead: [{ index: 0, path: 'seq' }],
    })
  })

  it('are kept up to so many an hour and counted beyond', async () => {
    const { sql } = test.database
    const { token: other, feedId } = await addFeed(sql, { name: 'noisy', origin: 'owner' })
    const noon = systemClock.now()
    const small = await startIngest(
      createPostgresLog(sql),
      createFeedStore(sql),
      { maxDeadPerHour: 5 },
      { ...systemClock, now: () => noon },
    )
    const feed = await connectTestFeed(small.url, other, feedId)
    await feed.hello()
    await feed.send([1, 2, 3])
    await feed.send([4, 5, 6, 7])
    expect(await sql`select count(*)::int as n from dead_letter where feed_id = ${feedId}`).toMatchObject([{ n: 5 }])
    const hours = await sql`
      select sum(kept)::int as kept, sum(dropped)::int as dropped from dead_letter_hour where feed_id = ${feedId}`
    expect(hours).toMatchObject([{ kept: 5, dropped: 2 }])
    feed.close()
    await small.close()
  })
})

describe('a feed that goes too far', () => {
  afterEach(async () => {
    // The floor stays live for everybody else.
    const feed = await connectAndGreet()
    expect(await feed.send([goodEvent()])).toMatchObject({ ok: true, stored: 1 })
  })

  it('is cut beyond its window', async () => {
    const feed = await connectAndGreet()
    for (let i = 0; i < 500; i++) feed.shout('feed:events', { events: [goodEvent()] })
    expect(await feed.cut).toMatchObject({ code: 'window_exceeded' })
  })

  it('is cut for more events in a message than the window allows', async () => {
    const feed = await connectAndGreet()
    feed.shout('feed:events', { events: Array.from({ length: 501 }, () => goodEvent()) })
    expect(await feed.cut).toMatchObject({ code: 'window_exceeded' })
  })

  it('is cut for a frame of 2 MB, and told so', async () => {
    const feed = await connectAndGreet()
    feed.shout('feed:events', { events: [goodEvent({ pad: 'x'.repeat(2_000_000) })] })
    expect(await feed.cut).toMatchObject({ code: 'too_large' })
  })

  it('is closed at once for a frame of 8 MB', async () => {
    const feed = await connectAndGreet()
    feed.shout('feed:events', { events: [goodEvent({ pad: 'x'.repeat(8_000_000) })] })
    expect(await feed.cut).toMatchObject({ code: 'disconnected' })
  })

  it('is cut for a flood of messages nobody knows', async () => {
    const feed = await connectAndGreet()
    for (let i = 0; i < 1000; i++) feed.shout('feed:nonsense', i)
    expect(await feed.cut).toMatchObject({ code: 'bad_request' })
  })

  it('is cut for binary frames', async () => {
    const feed = await connectAndGreet()
    feed.shout('feed:events', { events: [Buffer.from('x')] })
    expect(await feed.cut).toMatchObject({ code: 'bad_request' })
  })

  it('is cut when it never reads its answers', async () => {
    const feed = await connectAndGreet()
    const raw = (feed.socket.io.engine.transport as unknown as { ws: { _socket: { pause(): void } } }).ws._socket
    raw.pause()
    const bad = Array.from({ length: 400 }, () => ({ eventId: 'x'.repeat(200) }))
    const countLetters = async () => {
      const [row] = await test.owner.sql<{ n: number }[]>`select sum(kept + dropped)::int as n from dead_letter_hour`
      return row?.n ?? 0
    }
    let sent = await countLetters()
    await vi.waitFor(
      async () => {
        if (harness.ingest.stats().cuts.slow_reader) return
        // Within the window: the server has answered everything so far, and nobody reads it.
        if ((await countLetters()) >= sent) {
          for (let i = 0; i < 16; i++) feed.shout('feed:events', { events: bad })
          sent += 16 * bad.length
        }
        throw new Error(`not cut yet: ${JSON.stringify(harness.ingest.stats().cuts)}`)
      },
      { timeout: 25_000, interval: 2 },
    )
    expect(harness.ingest.stats().cuts.slow_reader).toBe(1)
  })
})
