import { expect, test } from 'vitest'
import { T0 } from '#tests/support/entries.ts'
import { fact, words } from '#tests/support/feed-story.ts'
import { answeredComplaint, call } from '#tests/support/scenario.ts'
import { createFloorBench, FEED } from './floor-bench.ts'

const iso = (second: number) => new Date(T0 + second * 1000).toISOString()
type Bench = Awaited<ReturnType<typeof createFloorBench>>

/** A floor with calls that wait, talk, ended and were lost, with words of companions, an alert somebody took. */
const fill = async (bench: Bench) => {
  bench.connect()
  await bench.tell(answeredComplaint().step(11, 'opening').step(20, 'resolution').hold(22))
  await bench.tell(
    call('c2').queued(3, 'inquiry'),
    call('c3').queued(1, 'callback').answers(4, '1003').hangsUp(15, 'agent'),
  )
  await bench.tell(words(21, '1001', '我要投诉'), words(14, '1003', '谢谢'), words(15, '1099', 'to nobody yet'))
  await bench.tell(fact(2, 'agent.state', { state: 'ready' }, { agentId: '1002' }))
  await bench.beat(30)
  const key = bench.floor.callView('c1')?.view.alerts[0]?.key ?? ''
  await bench.tell(
    fact(
      31,
      'alert.handled',
      { key, handling: 'acknowledged', by: 'boss' },
      { callId: 'c1', source: 'person', epoch: 'people' },
    ),
  )
}

const rows = (bench: Bench) => ({
  hash: bench.floor.hash(),
  agents: [...bench.floor.agentIds()].sort().map((id) => bench.floor.agent(id)),
  queues: [...bench.floor.queueIds()].sort().map((id) => bench.floor.queue(id)),
  calls: [...bench.floor.callIds()].sort().map((id) => bench.floor.callView(id)?.view),
})

test('[FLOOR-1] a floor read from the log alone is the floor that was, and writes nothing it had written', async () => {
  const bench = await createFloorBench()
  await fill(bench)
  await bench.beat(31)
  const before = rows(bench)
  const position = bench.floor.position()
  await bench.restart()
  expect(bench.floor.position()).toBe(position)
  expect(rows(bench).hash).toBe(before.hash)
  bench.connect()
  await bench.beat(31)
  const { calls, agents, queues } = rows(bench)
  expect({ calls, agents, queues }).toEqual({ calls: before.calls, agents: before.agents, queues: before.queues })
  expect((await bench.facts('alert.raised')).filter(({ event }) => event.callId)).toHaveLength(1)
  expect(await bench.facts('call.pinned')).toHaveLength(3)
})

test('[FLOOR-1] a skip that was shown is shown at once after a restart, before the feed is heard again', async () => {
  const bench = await createFloorBench()
  await fill(bench)
  await bench.restart()
  const steps = bench.floor.agent('1001')?.row.call?.steps?.map(({ status }) => status)
  expect(steps).toEqual(['done', 'skipped', 'in_progress', 'pending', 'pending'])
})

test('[FLOOR-1] from a checkpoint and what came after it, too', async () => {
  const bench = await createFloorBench()
  await fill(bench)
  const checkpoint = bench.floor.checkpoint()
  await bench.tell(fact(40, 'call.retrieved', {}, { callId: 'c1', agentId: '1001' }), words(41, '1001', '后来说的'))
  await bench.beat(45)
  const before = rows(bench)
  await bench.restart(checkpoint)
  expect(rows(bench).hash).toBe(before.hash)
  expect(bench.floor.callView('c1')?.view.transcript?.map(({ text }) => text)).toEqual(['我要投诉', '后来说的'])
  bench.connect()
  await bench.beat(45)
  expect(rows(bench)).toEqual(before)
})

test('[FLOOR-1] [CLOCK-3] a feed that does not come back after a restart is stale since it last spoke, not unheard of', async () => {
  const bench = await createFloorBench()
  await fill(bench)
  bench.connect('time', true, 'asr')
  await bench.beat(31)
  bench.floor.heartbeat('owner', bench.clock.now() + 5_000)
  const { lastAt, offsetMs } = bench.floor.feed()
  const checkpoint = bench.floor.checkpoint()
  bench.clock.advance(60_000)
  await bench.restart(checkpoint)
  expect(bench.floor.feed()).toMatchObject({ health: 'stale', lastAt, offsetMs })
  expect(bench.floor.feed().sources).toMatchObject([
    { origin: 'owner', health: 'stale', connected: false },
    { origin: 'asr', health: 'stale', connected: false },
  ])
})

test('[FLOOR-1] words that wait for their call wait on after a restart', async () => {
  const bench = await createFloorBench()
  await fill(bench)
  await bench.restart(bench.floor.checkpoint())
  await bench.tell(call('c9').queued(10, 'inquiry').answers(12, '1099'))
  expect(bench.floor.callView('c9')?.view.transcript?.map(({ text }) => text)).toEqual(['to nobody yet'])
})

test('[FLOOR-1] a run is minted at each start', async () => {
  const bench = await createFloorBench()
  const first = bench.floor.run
  expect((await bench.restart()).run).not.toBe(first)
})

test('[FLOOR-2] a snapshot cut in two by a restart still takes effect at its end', async () => {
  const bench = await createFloorBench()
  bench.connect('time', false)
  await bench.tell(answeredComplaint(), answeredComplaint('c2'), fact(60, 'feed.snapshot_begin', { asOf: iso(60) }))
  await bench.tell(
    fact(60, 'feed.snapshot_item', { callState: 'connected' }, { callId: 'c2', agentId: '1001', segmentId: 'c2-s1' }),
  )
  await bench.restart(bench.floor.checkpoint())
  await bench.tell(fact(61, 'feed.snapshot_end', {}))
  expect([bench.floor.call('c1')?.clearCause, bench.floor.call('c2')?.clearCause]).toEqual(['lost', undefined])
})

test('[FLOOR-2] facts wanted and not written before the end are written by the next floor', async () => {
  const bench = await createFloorBench()
  bench.connect('time', false)
  await bench.tell(answeredComplaint(), fact(60, 'feed.snapshot_begin', { asOf: iso(60) }))
  bench.failAppends(100)
  await bench.tell(fact(61, 'feed.snapshot_end', {}))
  const checkpoint = bench.floor.checkpoint()
  bench.failAppends(0)
  await bench.restart(checkpoint)
  expect(bench.floor.call('c1')?.clearCause).toBe('lost')
})

/** Puts c1 and its words through a whole life and out of memory. */
const forgetFirst = async (bench: Bench) => {
  bench.connect()
  await bench.tell(answeredComplaint().step(11, 'opening'))
  await bench.tell(words(20, '1001', '那句话'))
  await bench.beat(35)
  await bench.tell(fact(60, 'call.cleared', { cause: 'customer_hangup' }, { callId: 'c1' }))
  await bench.beat(70)
  await bench.tell(fact(1000, 'agent.state', { state: 'ready' }, { agentId: '1002' }))
  await bench.beat(1000)
  expect([...bench.floor.callIds()]).toEqual([])
}

test('[FLOOR-3] something late for a call that left memory brings it back whole, its companions’ words too', async () => {
  const bench = await createFloorBench()
  await forgetFirst(bench)
  await bench.tell(fact(30, 'step.entered', { step: 'need_identification' }, { callId: 'c1', agentId: '1001' }))
  const view = bench.floor.callView('c1')?.view
  expect(view?.segments[0]?.steps.map(({ status }) => status).slice(0, 2)).toEqual(['done', 'done'])
  expect(view?.transcript?.map(({ text }) => text)).toEqual(['那句话'])
})

test('[FLOOR-3] what a person does to such a call brings it back, too, and makes no new one', async () => {
  const bench = await createFloorBench()
  await forgetFirst(bench)
  await bench.tell(
    fact(999, 'call.scenario_set', { scenario: 'inquiry', by: 'boss' }, { callId: 'c1', source: 'person', epoch: 'p' }),
  )
  expect(bench.floor.call('c1')).toMatchObject({ scenario: 'inquiry', clearCause: 'customer_hangup' })
})

test('[FLOOR-3] other calls lose nothing while one is read back', async () => {
  const bench = await createFloorBench()
  await forgetFirst(bench)
  const late = fact(30, 'step.entered', { step: 'need_identification' }, { callId: 'c1', agentId: '1001' })
  const other = fact(1001, 'call.offered', {}, { callId: 'c8' })
  const more = fact(31, 'call.held', {}, { callId: 'c1', agentId: '1001' })
  const { stored } = await bench.commit(late, other, more)
  for (const entry of stored) bench.floor.take([entry])
  await bench.settle()
  expect([...bench.floor.callIds()].sort()).toEqual(['c1', 'c8'])
  expect(bench.floor.position()).toBe((await bench.log.read(FEED, 0, 1000)).at(-1)?.position)
  expect(bench.floor.call('c1')?.segments[0]?.holds).toHaveLength(1)
})

test('[FLOOR-3] a late entry beyond a checkpoint finds its call, which the checkpoint no longer held', async () => {
  const bench = await createFloorBench()
  await forgetFirst(bench)
  const checkpoint = bench.floor.checkpoint()
  await bench.tell(fact(30, 'step.entered', { step: 'need_identification' }, { callId: 'c1', agentId: '1001' }))
  const hash = bench.floor.hash()
  await bench.restart(checkpoint)
  expect(bench.floor.hash()).toBe(hash)
  expect(bench.floor.call('c1')).toBeUndefined()
})

test('[FLOOR-4] the digest does not tell a floor that forgot ended calls from one read anew', async () => {
  const bench = await createFloorBench()
  await forgetFirst(bench)
  await bench.tell(answeredComplaint('c5'))
  const hash = bench.floor.hash()
  await bench.restart()
  expect(bench.floor.hash()).toBe(hash)
  await bench.tell(fact(1001, 'call.offered', {}, { callId: 'c6' }))
  expect(bench.floor.hash()).not.toBe(hash)
})

test('[FLOOR-5] entries the floor has are ignored, and one of an unknown kind takes a position and nothing else', async () => {
  const bench = await createFloorBench()
  await fill(bench)
  const hash = bench.floor.hash()
  bench.floor.take(await bench.log.read(FEED, 0, 1000))
  const foreign = { ...fact(50, 'call.offered', {}, { callId: 'x' }) }
  const event = { ...foreign.event, type: 'call.levitated' } as unknown as typeof foreign.event
  await bench.tell({ ...foreign, event })
  expect(bench.floor.hash()).toBe(hash)
})
