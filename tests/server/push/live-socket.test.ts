import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '#server/clock.ts'
import { type CallFrame, type Frame, LIVE_MAX_FRAME_BYTES, type Snapshot } from '#server/protocol/live.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { callView } from '#tests/support/call-view.ts'
import { createLivePage } from '#tests/support/live-page.ts'
import { type PageSocket, startLiveServer } from '#tests/support/live-server.ts'
import { createPushBench } from '#tests/support/push-bench.ts'
import { agentRow, createScriptedFloor, createScriptedFloors } from '#tests/support/scripted-floor.ts'
import { viewerOf } from '#tests/support/viewers.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const people = {
  boss: viewerOf('manager', 'all'),
  north: viewerOf('supervisor', ['north']),
  south: viewerOf('supervisor', ['south']),
}

const start = async (limits = {}) => {
  const server = await startLiveServer()
  const floor = createScriptedFloor('pbx')
  const floors = createScriptedFloors(floor)
  const bench = createPushBench({ floors, transport: server.transport, clock: systemClock, people, limits })
  const openFloor = async (who: string, drop: (frame: Frame) => boolean = () => false) => {
    const socket = server.openPage(who)
    expect(await server.settled(socket)).toBeNull()
    const page = createLivePage(async () => {
      const answer = (await socket.emitWithAck('live:snapshot', { feed: 'pbx' })) as { snapshot: Snapshot }
      return answer.snapshot
    })
    const frames: Frame[] = []
    socket.on('frame', (frame: Frame) => {
      frames.push(frame)
      if (!drop(frame)) page.take(frame)
    })
    await socket.emitWithAck('live:hello', { v: PROTOCOL_VERSION })
    page.askAgain()
    await waitFor(() => page.settled())
    return { socket, page, frames }
  }
  return { ...server, floor, floors, ...bench, openFloor }
}
let bench: Awaited<ReturnType<typeof start>>
afterEach(async () => {
  await bench.push.close()
  await bench.close()
})

describe('the live door', () => {
  it('refuses a page of another site, and one that does not say where it is from', async () => {
    bench = await start()
    for (const headers of [{ origin: 'http://evil.example' }, { origin: `${bench.url}.evil.example` }, {}]) {
      expect(await bench.settled(bench.openPage('boss', headers as Record<string, string>))).not.toBeNull()
    }
    expect(bench.push.stats().peers).toBe(0)
  })

  it('refuses whom nobody knows with unauthenticated', async () => {
    bench = await start()
    expect(await bench.settled(bench.openPage('stranger'))).toBe('unauthenticated')
  })

  it('takes a frame of just under 64 KB, and closes the connection of one beyond', async () => {
    bench = await start()
    const { socket } = await bench.openFloor('boss')
    const body = (bytes: number) => ({ feed: 'x'.repeat(bytes) })
    const answer = await socket.emitWithAck('live:snapshot', body(LIVE_MAX_FRAME_BYTES - 100))
    expect(answer).toMatchObject({ ok: false, code: 'bad_request' })
    socket.emit('live:snapshot', body(LIVE_MAX_FRAME_BYTES + 1))
    await waitFor(() => socket.disconnected)
  })

  it('closes the connection of a frame that is far too large, and serves the others', async () => {
    bench = await start()
    const [big, other] = [await bench.openFloor('boss'), await bench.openFloor('north')]
    big.socket.emit('live:snapshot', { feed: 'x'.repeat(2_000_000) })
    await waitFor(() => big.socket.disconnected)
    expect(await other.socket.emitWithAck('live:snapshot', { feed: 'pbx' })).toMatchObject({ ok: true })
  })

  it('survives arguments it did not ask for', async () => {
    bench = await start()
    const { socket } = await bench.openFloor('boss')
    socket.emit('live:hello')
    socket.emit('live:snapshot', null, 1, [], () => {})
    socket.emit('nothing', Buffer.from([1, 2, 3]))
    expect(await socket.emitWithAck('call:watch')).toMatchObject({ ok: false, code: 'bad_request' })
    expect(await socket.emitWithAck('live:snapshot', { feed: 'pbx' })).toMatchObject({ ok: true })
  })
})

describe('pages on a busy floor', () => {
  const churn = async (until: () => boolean) => {
    for (let i = 0; !until(); i++) {
      bench.floor.setAgent(agentRow(`${i % 40}`, { since: i, name: i % 3 ? 'canary-north' : 'canary-south' }), [
        i % 3 ? 'north' : 'south',
      ])
      if (i % 7 === 0) bench.floor.removeAgent(`${(i * 3) % 40}`)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
  const expected = (team?: string) =>
    [...bench.floor.agentIds()].filter((id) => !team || bench.floor.agent(id)?.subject.teamIds.includes(team)).sort()

  it('hold what the floor holds for them, each frame one on from the last', async () => {
    bench = await start()
    const [boss, north, south] = [
      await bench.openFloor('boss'),
      await bench.openFloor('north'),
      await bench.openFloor('south'),
    ]
    await churn(() => north.frames.length > 12)
    bench.floor.setAgent(agentRow('end-n'), ['north'])
    bench.floor.setAgent(agentRow('end-s'), ['south'])
    await waitFor(() => boss.page.agent('end-s') && north.page.agent('end-n') && south.page.agent('end-s'))
    expect(boss.page.agentIds()).toEqual(expected())
    expect(north.page.agentIds()).toEqual(expected('north'))
    expect(south.page.agentIds()).toEqual(expected('south'))
    for (const { frames, page } of [boss, north, south]) {
      const numbered = frames.filter((frame) => frame.changes.length > 0).map((frame) => frame.offset)
      expect(numbered).toEqual(numbered.map((_, i) => (numbered[0] ?? 0) + i))
      expect(page.snapshots()).toBe(1)
    }
    const sawWrong = (frames: Frame[], word: string) => JSON.stringify(frames).includes(word)
    expect(sawWrong(north.frames, 'canary-south')).toBe(false)
    expect(sawWrong(south.frames, 'canary-north')).toBe(false)
  })

  it('heal by a snapshot when a frame was lost', async () => {
    bench = await start()
    let lost = 0
    const north = await bench.openFloor(
      'north',
      (frame) => frame.changes.length > 0 && frame.offset % 6 === 0 && ++lost > 0,
    )
    await churn(() => lost >= 2)
    bench.floor.setAgent(agentRow('end'), ['north'])
    await waitFor(() => north.page.agent('end') ?? (north.page.settled() && null))
    expect(north.page.snapshots()).toBeGreaterThan(1)
    expect(north.page.agentIds()).toEqual(expected('north'))
  })

  it('start again from a snapshot when the floor was made anew', async () => {
    bench = await start()
    const boss = await bench.openFloor('boss')
    bench.floor.setAgent(agentRow('old'), [])
    const next = createScriptedFloor('pbx', 'run-2')
    next.setAgent(agentRow('new'), [])
    bench.floors.put(next)
    await waitFor(() => boss.page.run() === 'run-2')
    expect(boss.page.agentIds()).toEqual(['new'])
  })

  it('follow one call live', async () => {
    bench = await start()
    bench.floor.setCall({ subject: { teamIds: ['north'] }, view: callView('c1') })
    const { socket } = await bench.openFloor('north')
    const frames: CallFrame[] = []
    socket.on('call', (frame: CallFrame) => frames.push(frame))
    expect(await socket.emitWithAck('call:watch', { feed: 'pbx', callId: 'c1' })).toMatchObject({ ok: true })
    bench.floor.setCall({ subject: { teamIds: ['north'] }, view: callView('c1', { level: 3 }) })
    await waitFor(() => frames.some((frame) => frame.view.level === 3))
  })
})

describe('pages that must go', () => {
  const cutOf = (socket: PageSocket): Promise<{ code: string }> =>
    new Promise((resolve) => socket.once('live:cut', resolve))

  it('hear why when their session ends', async () => {
    bench = await start({ tickMs: 50 })
    const [north, boss] = [await bench.openFloor('north'), await bench.openFloor('boss')]
    const cut = cutOf(north.socket)
    bench.revoke('north')
    expect(await cut).toMatchObject({ code: 'unauthenticated' })
    await waitFor(() => north.socket.disconnected)
    const before = north.frames.length
    bench.floor.setAgent(agentRow('later'), ['north'])
    await waitFor(() => boss.page.agent('later'))
    expect(north.frames).toHaveLength(before)
  })

  it('are cut when they stop reading, and a page that comes back holds the whole floor', async () => {
    bench = await start({ tickMs: 50, bufferBytes: 300_000 })
    const [slow, other] = [await bench.openFloor('boss'), await bench.openFloor('boss')]
    bench.wireOf(slow.socket).pause()
    const long = 'x'.repeat(1000)
    for (let i = 0; !bench.push.stats().cuts.slow_reader; i++) {
      bench.floor.together(() => {
        for (let n = 0; n < 300; n++) bench.floor.setAgent(agentRow(`${n}`, { since: i, name: long }), [])
      })
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    bench.floor.setAgent(agentRow('end'), [])
    await waitFor(() => other.page.agent('end'))
    const again = await bench.openFloor('boss')
    expect(again.page.agentIds()).toEqual(other.page.agentIds())
    expect(bench.push.stats().cuts).toEqual({ slow_reader: 1 })
    await waitFor(async () => (await bench.connections()) === 2)
    bench.wireOf(slow.socket).resume()
    await waitFor(() => slow.socket.disconnected)
  })
})
