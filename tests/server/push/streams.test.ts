import { afterEach, describe, expect, it } from 'vitest'
import { type Frame, frameSchema, type Snapshot } from '#server/protocol/live.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { createMemoryTransport, type MemoryPeer } from '#server/push/memory-transport.ts'
import { createLivePage } from '#tests/support/live-page.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'
import { createPushBench } from '#tests/support/push-bench.ts'
import { agentRow, createScriptedFloor, createScriptedFloors, queueRow } from '#tests/support/scripted-floor.ts'
import { viewerOf } from '#tests/support/viewers.ts'

const FRAME_MS = 80
const people = {
  boss: viewerOf('manager', 'all'),
  wall: viewerOf('viewer', 'all', { kind: 'screen' }),
  north: viewerOf('supervisor', ['north']),
  north2: viewerOf('supervisor', ['north'], { id: 'another' }),
  south: viewerOf('supervisor', ['south']),
}

const start = () => {
  const clock = createManualClock()
  const transport = createMemoryTransport()
  const floor = createScriptedFloor('pbx')
  const floors = createScriptedFloors(floor)
  const bench = createPushBench({ floors, transport, clock, people })
  const open = async (who: keyof typeof people) => {
    const peer = await transport.connect({ 'x-who': who })
    await peer.request('live:hello', { v: PROTOCOL_VERSION })
    return peer
  }
  return { clock, transport, floor, floors, ...bench, open }
}
let bench: ReturnType<typeof start>
afterEach(() => bench.push.close())

const framesOf = (peer: MemoryPeer): Frame[] =>
  peer.messages.filter(({ name }) => name === 'frame').map(({ body }) => frameSchema.parse(body))
const changesOf = (peer: MemoryPeer) => framesOf(peer).flatMap((frame) => frame.changes)
const snapshotOf = async (peer: MemoryPeer): Promise<Snapshot> => {
  const answer = (await peer.request('live:snapshot', { feed: 'pbx' })) as { ok: boolean; snapshot: Snapshot }
  return answer.snapshot
}

describe('streams of one feed', () => {
  it('answers hello with the feeds there are', async () => {
    bench = start()
    const peer = await bench.transport.connect({ 'x-who': 'boss' })
    expect(await peer.request('live:hello', { v: PROTOCOL_VERSION })).toMatchObject({ ok: true, feeds: ['pbx'] })
  })

  it('refuses a page of another protocol version and a snapshot before hello', async () => {
    bench = start()
    const peer = await bench.transport.connect({ 'x-who': 'boss' })
    expect(await peer.request('live:hello', { v: PROTOCOL_VERSION + 1 })).toMatchObject({ ok: false, code: 'conflict' })
    expect(await peer.request('live:snapshot', { feed: 'pbx' })).toMatchObject({ ok: false, code: 'bad_request' })
  })

  it('sends the first change at once and gathers the following ones into one frame', async () => {
    bench = start()
    const peer = await bench.open('boss')
    bench.floor.setAgent(agentRow('1001'), ['north'])
    expect(framesOf(peer)).toHaveLength(1)
    bench.floor.setAgent(agentRow('1001', { state: 'busy' }), ['north'])
    bench.floor.setAgent(agentRow('1002'), ['south'])
    expect(framesOf(peer)).toHaveLength(1)
    bench.clock.advance(FRAME_MS)
    expect(framesOf(peer)).toHaveLength(2)
    expect(framesOf(peer)[1]?.changes.map((change) => change.id)).toEqual(['1001', '1002'])
  })

  it('numbers the frames of a stream without a hole', async () => {
    bench = start()
    const peer = await bench.open('north')
    const { offset } = await snapshotOf(peer)
    for (let i = 0; i < 20; i++) {
      bench.floor.setAgent(agentRow('1001', { since: i }), [i % 3 ? 'south' : 'north'])
      bench.clock.advance(FRAME_MS)
    }
    const offsets = framesOf(peer).map((frame) => frame.offset)
    expect(offsets.length).toBeGreaterThan(5)
    expect(offsets).toEqual(offsets.map((_, i) => offset + 1 + i))
  })

  it('keeps two audiences apart: neither ever reads a word of the other', async () => {
    bench = start()
    const [north, south] = [await bench.open('north'), await bench.open('south')]
    for (let i = 0; i < 10; i++) {
      bench.floor.setAgent(agentRow(`n${i}`, { name: 'canary-north' }), ['north'])
      bench.floor.setAgent(agentRow(`s${i}`, { name: 'canary-south' }), ['south'])
      bench.floor.setQueue(queueRow(`canary-north-${i}`), ['north'])
      bench.floor.setAgent(agentRow(`u${i}`, { name: 'canary-unplaced' }), [])
      bench.clock.advance(FRAME_MS)
    }
    const read = async (peer: MemoryPeer) => JSON.stringify([peer.messages, await snapshotOf(peer)])
    expect(await read(north)).toContain('canary-north')
    expect(await read(north)).not.toMatch(/canary-(south|unplaced)/)
    expect(await read(south)).toContain('canary-south')
    expect(await read(south)).not.toMatch(/canary-(north|unplaced)/)
  })

  it('takes a row away from those whose scope it leaves, also when they only had it from a snapshot', async () => {
    bench = start()
    const north = await bench.open('north')
    bench.floor.setAgent(agentRow('1000'), ['north'])
    bench.floor.setAgent(agentRow('1001'), ['north'])
    expect((await snapshotOf(north)).changes.map((change) => change.id)).toContain('1001')
    bench.floor.setAgent(agentRow('1001'), ['south'])
    bench.floor.removeAgent('1000')
    bench.clock.advance(FRAME_MS)
    const gone = changesOf(north).filter((change) => change.row === null)
    expect(gone.map((change) => change.id).sort()).toEqual(['1000', '1001'])
  })

  it('tells the number of unplaced agents only to those who may place them', async () => {
    bench = start()
    const [boss, wall] = [await bench.open('boss'), await bench.open('wall')]
    bench.floor.setFeed({ unplacedAgents: 7 })
    expect(changesOf(boss)[0]?.row).toMatchObject({ feedId: 'pbx', unplacedAgents: 7 })
    expect(changesOf(wall)[0]?.row).toMatchObject({ feedId: 'pbx' })
    expect(JSON.stringify([wall.messages, await snapshotOf(wall)])).not.toContain('unplacedAgents')
  })

  it('says where it is every second when nothing changes', async () => {
    bench = start()
    const peer = await bench.open('boss')
    const { offset } = await snapshotOf(peer)
    bench.clock.advance(5000)
    const frames = framesOf(peer)
    expect(frames).toHaveLength(5)
    expect(frames.every((frame) => frame.offset === offset && frame.changes.length === 0)).toBe(true)
    expect(frames.at(-1)?.serverTime).toBe(bench.clock.now())
  })

  it('sends nothing to an audience whose rows did not change', async () => {
    bench = start()
    const north = await bench.open('north')
    bench.floor.setAgent(agentRow('2001'), ['south'])
    expect(framesOf(north)).toEqual([])
  })
})

describe('work done once', () => {
  it('encodes once per stream with changes and tick, however many read it', async () => {
    bench = start()
    await Promise.all((['boss', 'north', 'north2', 'north', 'south', 'south'] as const).map(bench.open))
    const before = bench.push.stats()
    bench.floor.setAgent(agentRow('1001'), ['north'])
    const after = bench.push.stats()
    expect(after.streams).toBe(3)
    expect(after.encodes - before.encodes).toBe(2)
    expect(after.deliveries - before.deliveries).toBe(4)
  })

  it('encodes a snapshot once per offset', async () => {
    bench = start()
    bench.floor.setAgent(agentRow('1001'), ['north'])
    const pages = await Promise.all(Array.from({ length: 10 }, () => bench.open('north')))
    await Promise.all(pages.map(snapshotOf))
    expect(bench.push.stats()).toMatchObject({ snapshots: 10, snapshotEncodes: 1 })
    bench.floor.setAgent(agentRow('1001', { state: 'busy' }), ['north'])
    await Promise.all(pages.map(snapshotOf))
    expect(bench.push.stats()).toMatchObject({ snapshots: 20, snapshotEncodes: 2 })
  })

  it('gives a cached snapshot the time of the request', async () => {
    bench = start()
    const peer = await bench.open('north')
    const first = await snapshotOf(peer)
    bench.clock.advance(3000)
    expect((await snapshotOf(peer)).serverTime).toBe(first.serverTime + 3000)
  })

  it('drops a stream when its last viewer leaves and then does nothing', async () => {
    bench = start()
    const [one, two] = [await bench.open('north'), await bench.open('north2')]
    one.leave()
    expect(bench.push.stats().streams).toBe(1)
    two.leave()
    const before = bench.push.stats()
    bench.floor.setAgent(agentRow('1001'), ['north'])
    bench.clock.advance(3000)
    expect(bench.push.stats()).toEqual({ ...before, streams: 0 })
  })

  it('never repeats an offset for an audience that went and came back', async () => {
    bench = start()
    const first = await bench.open('north')
    for (let i = 0; i < 5; i++) {
      bench.floor.setAgent(agentRow('1001', { since: i }), ['north'])
      bench.clock.advance(FRAME_MS)
    }
    const reached = framesOf(first).at(-1)?.offset ?? 0
    first.leave()
    bench.floor.setAgent(agentRow('1001', { since: 99 }), ['north'])
    const second = await bench.open('north')
    expect((await snapshotOf(second)).offset).toBeGreaterThan(reached)
  })
})

describe('a page that lost something', () => {
  const openPage = async () => {
    const peer = await bench.open('north')
    const page = createLivePage(() => snapshotOf(peer))
    const read = { frames: 0 }
    const takeAll = (drop: (index: number) => boolean = () => false) => {
      for (const frame of framesOf(peer).slice(read.frames)) if (!drop(read.frames++)) page.take(frame)
    }
    page.askAgain()
    return { page, takeAll }
  }
  const settle = () => new Promise((resolve) => setImmediate(resolve))

  it('heals a hole by a snapshot', async () => {
    bench = start()
    const { page, takeAll } = await openPage()
    await settle()
    for (let i = 0; i < 30; i++) {
      bench.floor.setAgent(agentRow(`100${i % 7}`, { since: i }), [i % 4 ? 'north' : 'south'])
      bench.clock.advance(FRAME_MS)
      takeAll((index) => index % 5 === 2)
      await settle()
    }
    bench.floor.setAgent(agentRow('last'), ['north'])
    bench.clock.advance(FRAME_MS)
    takeAll()
    await settle()
    const visible = [...bench.floor.agentIds()].filter((id) => bench.floor.agent(id)?.subject.teamIds.includes('north'))
    expect(page.snapshots()).toBeGreaterThan(2)
    expect(page.agentIds()).toEqual(visible.sort())
    for (const id of visible) expect(page.agent(id)).toEqual(bench.floor.agent(id)?.row)
  })

  it('takes a snapshot of the new run when the floor was made anew', async () => {
    bench = start()
    const { page, takeAll } = await openPage()
    await settle()
    bench.floor.setAgent(agentRow('old'), ['north'])
    takeAll()
    const next = createScriptedFloor('pbx', 'run-2')
    next.setAgent(agentRow('new'), ['north'])
    bench.floors.put(next)
    bench.clock.advance(1000)
    takeAll()
    await settle()
    expect(page.run()).toBe('run-2')
    expect(page.agentIds()).toEqual(['new'])
    expect(bench.floor.listeners()).toBe(0)
  })

  it('hears of a feed that came later', async () => {
    bench = start()
    const peer = await bench.open('boss')
    bench.floors.put(createScriptedFloor('second'))
    bench.clock.advance(1000)
    expect(framesOf(peer).map((frame) => frame.feed)).toContain('second')
    expect(await peer.request('live:snapshot', { feed: 'second' })).toMatchObject({ ok: true })
  })

  it('hears nothing more of a feed whose floor is gone', async () => {
    bench = start()
    const peer = await bench.open('boss')
    bench.floors.drop('pbx')
    bench.clock.advance(5000)
    expect(framesOf(peer)).toEqual([])
    expect(await peer.request('live:snapshot', { feed: 'pbx' })).toMatchObject({ ok: false, code: 'not_found' })
  })
})
