import { expect, test } from 'vitest'
import { DEFAULT_RULES } from '#server/domain/rules.ts'
import { T0 } from '#tests/support/entries.ts'
import { fact, words } from '#tests/support/feed-story.ts'
import { answeredComplaint, book } from '#tests/support/scenario.ts'
import { createFloorBench } from './floor-bench.ts'

const skipping = (callId = 'c1') => answeredComplaint(callId).step(11, 'opening').step(20, 'resolution')
const iso = (second: number) => new Date(T0 + second * 1000).toISOString()

test('[CLOCK-1] a verdict waits until the heartbeats have passed it by two seconds', async () => {
  const bench = await createFloorBench()
  bench.connect()
  await bench.tell(skipping())
  await bench.beat(21.9)
  expect(bench.conditions('c1')).toEqual([])
  await bench.beat(22)
  expect(bench.conditions('c1')).toEqual(['step_skipped holding'])
})

test('[CLOCK-1] without a heartbeat the feed’s clock stands, however long the server waits', async () => {
  const bench = await createFloorBench()
  bench.connect()
  await bench.tell(skipping())
  bench.clock.advance(60_000)
  await bench.settle()
  expect(bench.conditions('c1')).toEqual([])
})

test('[CLOCK-1] a heartbeat ahead of the server’s clock moves the watermark by the offset learnt, never by one word', async () => {
  const bench = await createFloorBench()
  bench.connect()
  await bench.tell(skipping())
  bench.floor.heartbeat('owner', T0 + 30_000)
  await bench.settle()
  expect(bench.floor.feed().offsetMs).toBe(30_000)
  expect(bench.conditions('c1')).toEqual(['step_skipped holding'])
})

test('[CLOCK-2] nothing fires between a hello that lost events and the end of its snapshot', async () => {
  const bench = await createFloorBench()
  bench.connect()
  await bench.tell(answeredComplaint().step(11, 'opening'))
  bench.connect('time', false)
  await bench.beat(60)
  expect(bench.floor.feed().health).toBe('resyncing')
  expect(bench.conditions('c1')).toEqual([])
  await bench.tell(fact(61, 'feed.snapshot_begin', { asOf: iso(61) }), fact(61, 'feed.snapshot_end', {}))
  await bench.beat(70)
  expect(bench.floor.feed().health).toBe('live')
  expect(bench.floor.call('c1')?.clearCause).toBe('lost')
  expect(bench.conditions('c1')).toEqual([])
})

test('[CLOCK-2] nothing fires while what the snapshot showed is not yet in the log', async () => {
  const bench = await createFloorBench()
  bench.connect('time', false)
  await bench.tell(skipping(), fact(30, 'feed.snapshot_begin', { asOf: iso(30) }))
  bench.failAppends(1)
  await bench.tell(fact(31, 'feed.snapshot_end', {}))
  bench.floor.heartbeat('owner', T0 + 32_000)
  await bench.settle()
  expect(bench.floor.feed().health).toBe('resyncing')
  expect(bench.conditions('c1')).toEqual([])
  bench.clock.advance(1_000)
  await bench.settle()
  expect(bench.floor.feed().health).toBe('live')
  expect(bench.floor.call('c1')?.clearCause).toBe('lost')
})

test('[feed_stale] a feed silent for more than three seconds is stale, and one alert says so', async () => {
  const bench = await createFloorBench()
  bench.connect()
  await bench.beat(1)
  bench.clock.advance(3_000)
  expect(bench.floor.feed().health).toBe('live')
  bench.clock.advance(1_000)
  expect(bench.floor.feed().health).toBe('stale')
  bench.clock.advance(60_000)
  await bench.settle()
  expect((await bench.facts('alert.raised')).map(({ event }) => event.eventId)).toEqual([
    `raise:feed_stale|feed|${T0 + 1000}`,
  ])
  expect(bench.changes.some(({ feed }) => feed)).toBe(true)
})

test('[feed_stale] a heartbeat makes it live again, and the next silence is an alert of its own', async () => {
  const bench = await createFloorBench()
  bench.connect()
  await bench.beat(1)
  bench.clock.advance(10_000)
  await bench.settle()
  await bench.beat(20)
  expect(bench.floor.feed().health).toBe('live')
  bench.clock.advance(10_000)
  await bench.settle()
  expect(await bench.facts('alert.raised')).toHaveLength(2)
})

test('[CLOCK-3] each source is live, stale or never on its own; a companion does not keep the feed alive', async () => {
  const bench = await createFloorBench()
  bench.connect()
  expect(bench.floor.feed().sources.map(({ origin }) => origin)).toEqual(['owner'])
  bench.connect('time', true, 'asr')
  await bench.beat(1)
  bench.clock.advance(10_000)
  bench.floor.heartbeat('asr', bench.clock.now())
  await bench.tell(words(2, '1001', '喂'))
  expect(bench.floor.feed().sources.map(({ origin, health }) => [origin, health])).toEqual([
    ['owner', 'stale'],
    ['asr', 'live'],
  ])
})

test('[CLOCK-3] before anybody spoke the feed is never, not stale', async () => {
  expect((await createFloorBench()).floor.feed().health).toBe('never')
})

test('[CLOCK-4] facts are written once; an append that failed is tried again after a pause', async () => {
  const bench = await createFloorBench()
  bench.connect()
  await bench.settle()
  bench.failAppends(1)
  const before = bench.appends()
  await bench.tell(skipping())
  expect([bench.appends() - before, bench.errors.length]).toEqual([1, 1])
  await bench.beat(30)
  await bench.beat(31)
  expect(await bench.facts('call.pinned')).toHaveLength(1)
  expect((await bench.facts('alert.raised')).filter(({ event }) => event.callId === 'c1')).toHaveLength(1)
  const written = bench.appends()
  await bench.beat(32)
  expect(bench.appends()).toBe(written)
})

test('[RULE-1] [feed_stale] where the rule is off a silence shows, and raises nothing', async () => {
  const off = { ...DEFAULT_RULES, off: ['feed_stale' as const] }
  const bench = await createFloorBench(undefined, { ...book, rules: new Map([[off.version, off]]) })
  bench.connect()
  await bench.beat(1)
  bench.clock.advance(10_000)
  await bench.settle()
  expect(bench.floor.feed().health).toBe('stale')
  expect(await bench.facts('alert.raised')).toEqual([])
})

test('[CLOCK-5] a clock that is set forward makes no step late, and one that is set back stops no later verdict', async () => {
  const bench = await createFloorBench()
  bench.connect()
  await bench.tell(answeredComplaint().step(11, 'opening'))
  await bench.beat(12)
  const hour = 3_600_000
  bench.clock.advance(1_000)
  bench.floor.heartbeat('owner', bench.clock.now() + hour)
  await bench.settle()
  bench.clock.advance(1_000)
  bench.floor.heartbeat('owner', bench.clock.now() + hour)
  await bench.settle()
  expect(bench.conditions('c1').filter((condition) => condition.startsWith('step_dwell'))).toEqual([])
  expect(bench.floor.feed().offsetMs).toBe(hour)

  await bench.beat(16)
  await bench.tell(skipping('c2'))
  await bench.beat(40)
  expect(bench.floor.feed().offsetMs).toBe(0)
  expect(bench.conditions('c2')).toEqual(['step_skipped holding'])
})

test('[FLOOR-6] an entry the fold cannot take is told of, and those behind it are folded all the same', async () => {
  const bench = await createFloorBench()
  bench.connect()
  const broken = fact(1, 'feed.snapshot_begin', { asOf: 'never' }, {})
  Object.defineProperty(broken.event, 'callId', {
    get() {
      throw new Error('cannot be read')
    },
    enumerable: false,
  })
  bench.floor.take([
    { ...broken, position: 1 },
    ...answeredComplaint()
      .entries()
      .map((entry, index) => ({ ...entry, position: index + 2 })),
  ])
  expect(bench.floor.call('c1')?.segments).toHaveLength(1)
  expect(bench.errors).toHaveLength(1)
})
