import { afterEach, describe, expect, it } from 'vitest'
import type { Viewer } from '#server/domain/viewer.ts'
import { CodedError } from '#server/errors.ts'
import type { LiveTransport } from '#server/push/live-transport.ts'
import { createMemoryTransport } from '#server/push/memory-transport.ts'
import { startLiveServer } from '#tests/support/live-server.ts'
import { viewerOf } from '#tests/support/viewers.ts'
import { waitFor } from '#tests/support/wait-for.ts'

/** The other end of a connection, whatever carries it. */
type End = {
  request(name: string, body?: unknown): Promise<unknown>
  messages: { name: string; body: unknown }[]
  cutWith(): unknown
  stopReading(): void
  leave(): void
}
type Bench = { transport: LiveTransport; connect(who: string): Promise<End>; close(): Promise<void> }

const startMemory = async (): Promise<Bench> => {
  const transport = createMemoryTransport()
  return {
    transport,
    close: transport.close,
    async connect(who) {
      const peer = await transport.connect({ 'x-who': who })
      return {
        request: peer.request,
        messages: peer.messages,
        cutWith: () => peer.cutWith,
        stopReading: () => {
          peer.stalled = true
        },
        leave: peer.leave,
      }
    },
  }
}

const startSockets = async (): Promise<Bench> => {
  const server = await startLiveServer()
  return {
    transport: server.transport,
    close: server.close,
    async connect(who) {
      const page = server.openPage(who)
      const messages: End['messages'] = []
      let cut: unknown = null
      let isClosed = false
      page.onAny((name, body) => {
        if (name === 'live:cut') cut = body
        else messages.push({ name, body })
      })
      page.on('disconnect', () => {
        isClosed = true
      })
      const refusal = await server.settled(page)
      if (refusal) throw new Error(refusal)
      return {
        request: (name, body) => page.emitWithAck(name, body),
        messages,
        cutWith: () => isClosed && cut,
        stopReading: () => server.wireOf(page).pause(),
        leave: () => page.disconnect(),
      }
    },
  }
}

describe.each([
  ['in memory', startMemory],
  ['over Socket.IO', startSockets],
])('a live transport %s', (_name, startBench) => {
  let bench: Bench | undefined
  afterEach(async () => {
    await bench?.close()
    bench = undefined
  })

  const start = async () => {
    const started = await startBench()
    bench = started
    const entered = new Map<string, Viewer>()
    const left: string[] = []
    const received: { peerId: string; name: string; body: unknown }[] = []
    started.transport.listen({
      async admit(headers) {
        if (headers['x-who'] === 'nobody') throw new CodedError('unauthenticated', 'Sign in first.')
        if (headers['x-who'] === 'broken') throw new Error('a secret of the server')
        return { viewer: viewerOf('viewer', 'all', { id: String(headers['x-who']) }), ticket: 't' }
      },
      entered: (peerId, { viewer }) => void entered.set(peerId, viewer),
      left: (peerId) => void left.push(peerId),
      async receive(peerId, name, body) {
        received.push({ peerId, name, body })
        return JSON.stringify({ ok: true, echo: body ?? null, text: '投诉 "quoted"' })
      },
    })
    const idOf = (who: string) => [...entered].find(([, viewer]) => viewer.id === who)?.[0] ?? ''
    return { ...started, entered, left, received, idOf }
  }

  it('admits by headers and refuses with the code alone', async () => {
    const { connect, entered } = await start()
    await connect('a')
    await expect(connect('nobody')).rejects.toThrow('unauthenticated')
    await expect(connect('broken')).rejects.toThrow('internal')
    expect([...entered.values()].map((viewer) => viewer.id)).toEqual(['a'])
  })

  it('brings a request and its answer, as JSON text says it', async () => {
    const { connect, received } = await start()
    const end = await connect('a')
    expect(await end.request('x', { n: 1 })).toEqual({ ok: true, echo: { n: 1 }, text: '投诉 "quoted"' })
    expect(await end.request('y')).toMatchObject({ ok: true, echo: null })
    expect(received.map(({ name }) => name)).toEqual(['x', 'y'])
  })

  it('sends to those in a room, in order, and to nobody else', async () => {
    const { transport, connect, idOf } = await start()
    const [a, b, c] = [await connect('a'), await connect('b'), await connect('c')]
    transport.join(idOf('a'), 'room')
    transport.join(idOf('b'), 'room')
    for (let n = 0; n < 50; n++) expect(transport.send('room', 'frame', `{"n":${n}}`)).toBe(2)
    transport.leave(idOf('b'), 'room')
    expect(transport.send('room', 'frame', '{"n":50}')).toBe(1)
    const all = Array.from({ length: 51 }, (_, n) => ({ name: 'frame', body: { n } }))
    await waitFor(() => a.messages.length === 51 && b.messages.length === 50)
    expect(a.messages).toEqual(all)
    expect(b.messages).toEqual(all.slice(0, 50))
    await c.request('a round trip')
    expect(c.messages).toEqual([])
  })

  it('says why before it cuts, and tells once that the peer left', async () => {
    const { transport, connect, idOf, left } = await start()
    const end = await connect('a')
    const id = idOf('a')
    transport.join(id, 'room')
    transport.cut(id, { code: 'unauthenticated', message: 'Your session ended.' })
    await waitFor(() => end.cutWith())
    expect(end.cutWith()).toEqual({ code: 'unauthenticated', message: 'Your session ended.' })
    transport.cut(id, { code: 'internal', message: 'again' })
    expect(left).toEqual([id])
    expect(transport.send('room', 'frame', '{}')).toBe(0)
  })

  it('tells when a peer leaves by itself', async () => {
    const { connect, idOf, left } = await start()
    const end = await connect('a')
    end.leave()
    await waitFor(() => left.length > 0)
    expect(left).toEqual([idOf('a')])
  })

  it('counts what a reader leaves unread, and closes it all the same when it is cut', async () => {
    const { transport, connect, idOf, left } = await start()
    const [slow, quick] = [await connect('slow'), await connect('quick')]
    const id = idOf('slow')
    transport.join(id, 'room')
    transport.join(idOf('quick'), 'room')
    slow.stopReading()
    const json = JSON.stringify({ filler: 'x'.repeat(100_000) })
    await waitFor(() => {
      transport.send('room', 'frame', json)
      return transport.bufferedBytes(id) > 2_000_000
    })
    await waitFor(() => transport.bufferedBytes(idOf('quick')) === 0)
    transport.cut(id, { code: 'slow_reader', message: 'Too slow.' })
    expect(left).toEqual([id])
    expect(transport.bufferedBytes(id)).toBe(0)
    expect(await quick.request('still there')).toMatchObject({ ok: true })
  })
})
