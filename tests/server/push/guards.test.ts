import { afterEach, describe, expect, it } from 'vitest'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { createMemoryTransport } from '#server/push/memory-transport.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'
import { createPushBench } from '#tests/support/push-bench.ts'
import { agentRow, createScriptedFloor, createScriptedFloors } from '#tests/support/scripted-floor.ts'
import { viewerOf } from '#tests/support/viewers.ts'

const people = { boss: viewerOf('manager', 'all'), north: viewerOf('supervisor', ['north']) }

const start = (limits = {}) => {
  const clock = createManualClock()
  const transport = createMemoryTransport()
  const floor = createScriptedFloor('pbx')
  const ran: string[] = []
  const commands = {
    has: (name: string) => name === 'alert:resolve',
    run: async (name: string, _body: unknown, viewer: { id: string }) => {
      ran.push(`${name} by ${viewer.id}`)
      return { ok: true as const, handling: 'resolved' }
    },
  }
  const bench = createPushBench({ floors: createScriptedFloors(floor), transport, clock, people, commands, limits })
  const open = async (who: string) => {
    const peer = await transport.connect({ 'x-who': who })
    await peer.request('live:hello', { v: PROTOCOL_VERSION })
    return peer
  }
  return { clock, transport, floor, ran, ...bench, open }
}
let bench: ReturnType<typeof start>
afterEach(() => bench.push.close())

/** Lets what the clock's tick began (one question to the database) be answered. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('who comes in and who must leave', () => {
  it('refuses whom nobody knows', async () => {
    bench = start()
    await expect(bench.transport.connect({ 'x-who': 'stranger' })).rejects.toThrow('unauthenticated')
    expect(bench.push.stats()).toMatchObject({ peers: 0, refused: 1 })
  })

  it('asks about all tickets in one question a second', async () => {
    bench = start()
    for (let i = 0; i < 20; i++) await bench.open(i % 2 ? 'boss' : 'north')
    for (let second = 0; second < 3; second++) {
      bench.clock.advance(1000)
      await settle()
    }
    expect(bench.door.rechecks).toBe(3)
  })

  it('cuts a revoked viewer, who then receives nothing', async () => {
    bench = start()
    const [boss, north] = [await bench.open('boss'), await bench.open('north')]
    bench.revoke('north')
    bench.clock.advance(1000)
    await settle()
    expect(north.cutWith).toMatchObject({ code: 'unauthenticated' })
    expect(boss.cutWith).toBeNull()
    const before = north.messages.length
    bench.floor.setAgent(agentRow('1001'), ['north'])
    expect(north.messages).toHaveLength(before)
    expect(await north.request('live:snapshot', { feed: 'pbx' })).toMatchObject({ ok: false, code: 'unauthenticated' })
  })

  it('keeps people for a while when nobody can say whether they may stay, then cuts everybody', async () => {
    bench = start({ recheckGraceMs: 5000 })
    const peer = await bench.open('boss')
    bench.door.isDown = true
    for (let second = 0; second < 5; second++) {
      bench.clock.advance(1000)
      await settle()
    }
    expect(peer.cutWith).toBeNull()
    bench.clock.advance(1000)
    expect(peer.cutWith).toMatchObject({ code: 'unavailable' })
  })
})

describe('what a viewer may ask', () => {
  it('answers unknown and malformed requests with bad_request', async () => {
    bench = start()
    const peer = await bench.open('boss')
    const odd: [string, unknown][] = [
      ['nothing', {}],
      ['__proto__', {}],
      ['live:snapshot', undefined],
      ['live:snapshot', { feed: 7 }],
      ['live:snapshot', { feed: 'a\u0000' }],
      ['call:watch', { feed: 'pbx', callId: '\ud800' }],
      ['call:watch', { feed: 'pbx', callId: 'c', more: 1 }],
    ]
    for (const [name, body] of odd) {
      expect(await peer.request(name, body), name).toMatchObject({ ok: false, code: 'bad_request' })
    }
  })

  it('hands what people do to the commands, with the viewer of the handshake', async () => {
    bench = start()
    const peer = await bench.open('north')
    expect(await peer.request('alert:resolve', { viewer: 'boss' })).toEqual({ ok: true, handling: 'resolved' })
    expect(bench.ran).toEqual([`alert:resolve by ${people.north.id}`])
  })

  it('answers rate_limited beyond the budget, and serves again in the next window', async () => {
    bench = start({ requests: 5 })
    const peer = await bench.open('boss')
    for (let i = 0; i < 4; i++) expect(await peer.request('live:snapshot', { feed: 'pbx' })).toMatchObject({ ok: true })
    expect(await peer.request('alert:resolve', {})).toMatchObject({ ok: false, code: 'rate_limited' })
    expect(bench.ran).toEqual([])
    bench.clock.advance(10_000)
    expect(await peer.request('live:snapshot', { feed: 'pbx' })).toMatchObject({ ok: true })
  })

  it('cuts a flood', async () => {
    bench = start({ requests: 5 })
    const [peer, other] = [await bench.open('boss'), await bench.open('north')]
    for (let i = 0; i < 60 && !peer.cutWith; i++) await peer.request('live:snapshot', { feed: 'pbx' })
    expect(peer.cutWith).toMatchObject({ code: 'rate_limited' })
    expect(await other.request('live:snapshot', { feed: 'pbx' })).toMatchObject({ ok: true })
  })
})

describe('a reader that does not read', () => {
  it('is cut with slow_reader while the others go on', async () => {
    bench = start({ bufferBytes: 2000 })
    const [slow, other] = [await bench.open('boss'), await bench.open('boss')]
    slow.stalled = true
    for (let i = 0; i < 100; i++) {
      bench.floor.setAgent(agentRow(`10${i}`), [])
      bench.clock.advance(80)
    }
    expect(slow.cutWith).toMatchObject({ code: 'slow_reader' })
    expect(other.cutWith).toBeNull()
    expect(bench.push.stats().cuts).toEqual({ slow_reader: 1 })
  })

  it('may leave its whole first snapshot unread', async () => {
    bench = start({ bufferBytes: 2000 })
    for (let i = 0; i < 100; i++) bench.floor.setAgent(agentRow(`10${i}`), [])
    const peer = await bench.open('boss')
    await peer.request('live:snapshot', { feed: 'pbx' })
    peer.stalled = true
    bench.floor.together(() => {
      for (let i = 0; i < 50; i++) bench.floor.setAgent(agentRow(`10${i}`), [])
    })
    bench.clock.advance(1000)
    expect(bench.transport.bufferedBytes(peer.id)).toBeGreaterThan(2000)
    expect(peer.cutWith).toBeNull()
  })
})
