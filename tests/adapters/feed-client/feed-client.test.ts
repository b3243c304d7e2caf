import { afterEach, expect, it, vi } from 'vitest'
import {
  connectFeed,
  type DeadLetter,
  type FeedClient,
  type FeedClientOptions,
  type Welcome,
} from '#server/adapters/feed-client.ts'
import { systemClock } from '#server/clock.ts'
import type { Event } from '#server/domain/event.ts'
import { type StandIn, type StandInOptions, startStandIn } from './feed-stand-in.ts'

const open: { servers: StandIn[]; clients: FeedClient[] } = { servers: [], clients: [] }
afterEach(async () => {
  for (const client of open.clients.splice(0)) await client.close(0)
  for (const server of open.servers.splice(0)) await server.close()
})

const serve = async (options?: StandInOptions, port?: number) => {
  const server = await startStandIn(options, port)
  open.servers.push(server)
  return server
}
/** Retries come at once, so that tests wait for conditions only. */
const hastyClock = { ...systemClock, after: (ms: number, run: () => void) => systemClock.after(Math.min(ms, 20), run) }
const patientClock = {
  ...systemClock,
  after: (ms: number, run: () => void) => systemClock.after(ms === 250 ? 1 : ms, run),
}
const connect = (url: string, options: Partial<FeedClientOptions> = {}) => {
  const client = connectFeed({
    url,
    token: 'secret',
    hello: { feedId: 'pbx', epoch: 'boot-1', order: 'seq' },
    clock: patientClock,
    ...options,
  })
  open.clients.push(client)
  return client
}
const events = (from: number, to: number): Event[] =>
  Array.from({ length: to - from }, (_, i) => ({
    eventId: `e${from + i}`,
    seq: from + i,
    occurredAt: '2026-11-22T07:30:00.000Z',
    callId: 'c1',
    type: 'call.queued',
    data: {},
  }))
const ids = (from: number, to: number) => events(from, to).map((event) => event.eventId)

it('says hello with its token, feed, epoch and order before anything else', async () => {
  const server = await serve()
  const client = connect(server.url, { hello: { feedId: 'pbx', epoch: 'boot-1', order: 'seq', demo: true } })
  await client.send(events(0, 3))
  await client.drained()
  expect(server.tokens).toEqual(['secret'])
  expect(server.hellos).toEqual([{ v: 1, feedId: 'pbx', epoch: 'boot-1', order: 'seq', demo: true, resumed: false }])
  expect(server.storedIds()).toEqual(ids(0, 3))
})

it('never has more messages in flight, nor more events in one, than the window allows', async () => {
  const answers: (() => void)[] = []
  const server = await serve({
    window: { maxInFlight: 3, maxEvents: 7 },
    onBatch: (_events, _socket, answer) => {
      answers.push(answer)
      setImmediate(() => answers.shift()?.())
    },
  })
  const client = connect(server.url)
  await Promise.all(Array.from({ length: 50 }, (_, i) => client.send(events(i * 20, i * 20 + 20))))
  await client.drained()
  expect(server.storedIds()).toEqual(ids(0, 1000))
  expect(server.mostUnanswered()).toBe(3)
  expect(Math.max(...server.batches.map((batch) => batch.length))).toBe(7)
})

it('gathers what comes while a message is in flight instead of sending events one by one', async () => {
  const answers: (() => void)[] = []
  const server = await serve({
    window: { maxEvents: 100 },
    onBatch: (_events, _socket, answer) => answers.push(answer),
  })
  const client = connect(server.url)
  await client.send(events(0, 1))
  await vi.waitFor(() => expect(answers).toHaveLength(1))
  for (let i = 1; i < 30; i++) await client.send(events(i, i + 1))
  answers.shift()?.()
  await vi.waitFor(() => expect(answers).toHaveLength(1))
  answers.shift()?.()
  await client.drained()
  expect(server.batches.map((batch) => batch.length)).toEqual([1, 29])
})

it('keeps one message below the bytes of the window', async () => {
  const server = await serve({ window: { maxEvents: 1000, maxBytes: 2_000 } })
  const client = connect(server.url)
  await client.send(events(0, 100))
  await client.drained()
  expect(server.storedIds()).toEqual(ids(0, 100))
  for (const batch of server.batches)
    expect(JSON.stringify(['feed:events', { events: batch }]).length).toBeLessThanOrEqual(2_000)
})

it('tells which event is larger than a message may be, and sends its neighbours', async () => {
  const dead: DeadLetter[] = []
  const server = await serve({ window: { maxBytes: 1_000 } })
  const client = connect(server.url, { onDead: (notes) => dead.push(...notes) })
  const huge: Event = { ...(events(1, 2)[0] as Event), type: 'transcript.failed', data: { reason: '长'.repeat(900) } }
  await client.send([...events(0, 1), huge, ...events(2, 3)])
  await client.drained()
  expect(server.storedIds()).toEqual(['e0', 'e2'])
  expect(dead.map((note) => [note.event.eventId, note.reason])).toEqual([['e1', expect.stringContaining('1000 bytes')]])
})

it('holds the sender back while the server does not acknowledge', async () => {
  const answers: (() => void)[] = []
  const server = await serve({ onBatch: (_events, _socket, answer) => answers.push(answer) })
  const client = connect(server.url, { highWater: 15 })
  let released = false
  const sent = client.send(events(0, 20)).then(() => {
    released = true
  })
  await vi.waitFor(() => expect(answers).toHaveLength(2))
  expect(released).toBe(false)
  answers.shift()?.()
  await sent
  expect(client.counts().unacknowledged).toBe(10)
})

it('sends everything unacknowledged again after a lost connection, same ids, in order, as resumed', async () => {
  let batchesSeen = 0
  const server = await serve({
    window: { maxEvents: 5 },
    onBatch: (_events, socket, answer) => {
      batchesSeen += 1
      if (batchesSeen === 4 || batchesSeen === 9) socket.disconnect(true)
      else answer()
    },
  })
  const cuts: string[] = []
  const client = connect(server.url, { onCut: (cut) => cuts.push(cut.code) })
  await client.send(events(0, 60))
  await client.drained()
  expect(server.storedIds()).toEqual(ids(0, 60))
  expect(server.hellos.map((hello) => hello.resumed)).toEqual([false, true, true])
  expect(cuts).toEqual(['unavailable', 'unavailable'])
})

it('counts as duplicates what the server had stored when its answer was lost', async () => {
  let lost = false
  const server = await serve({
    onBatch: (_events, socket, answer) => {
      answer()
      if (!lost) {
        lost = true
        socket.conn.close()
      }
    },
  })
  const client = connect(server.url)
  await client.send(events(0, 4))
  await client.drained()
  const { stored, duplicates } = client.counts()
  expect(server.storedIds()).toEqual(ids(0, 4))
  expect(stored + duplicates).toBe(4)
})

it('waits for a server that is not there yet', async () => {
  const first = await startStandIn()
  const port = Number(new URL(first.url).port)
  await first.close()
  const states: string[] = []
  const client = connect(`http://127.0.0.1:${port}`, { clock: hastyClock, onState: (state) => states.push(state) })
  await client.send(events(0, 3))
  await vi.waitFor(() => expect(states.filter((state) => state === 'waiting').length).toBeGreaterThan(1))
  const server = await serve({}, port)
  await client.drained()
  expect(server.storedIds()).toEqual(ids(0, 3))
  expect(server.hellos[0]?.resumed).toBe(false)
})

it('sends the same events again when the server could not store them', async () => {
  let refusals = 0
  const server = await serve({
    onBatch: (_events, socket, answer) => {
      refusals += 1
      if (refusals > 2) return answer()
      socket.emit('feed:cut', { code: 'unavailable', message: 'the database is away' })
      socket.disconnect(true)
    },
  })
  const cuts: string[] = []
  const client = connect(server.url, { onCut: (cut) => cuts.push(cut.message) })
  await client.send(events(0, 3))
  await client.drained()
  expect(server.storedIds()).toEqual(ids(0, 3))
  expect(cuts).toEqual(['the database is away', 'the database is away'])
})

it.each(['unauthenticated', 'superseded', 'bad_request'] as const)('gives up when it is cut with %s', async (code) => {
  const server = await serve({ onBatch: () => server.cut({ code, message: 'no more' }) })
  const cuts: { code: string; final: boolean }[] = []
  const client = connect(server.url, { onCut: ({ code, final }) => cuts.push({ code, final }) })
  await client.send(events(0, 1))
  const reason = await client.ended
  expect(reason).toMatchObject({ code, message: 'no more' })
  expect(cuts).toEqual([{ code, final: true }])
  await expect(client.send(events(1, 2))).rejects.toMatchObject({ code })
})

it('gives up when the hello is refused for good', async () => {
  const server = await serve({
    refuse: () => ({ ok: false, code: 'bad_request', message: 'this server speaks version 2' }),
  })
  const client = connect(server.url)
  expect(await client.ended).toMatchObject({ code: 'bad_request', message: 'this server speaks version 2' })
})

it('says which events became dead letters and why', async () => {
  const dead: DeadLetter[] = []
  const server = await serve({
    judge: (batch) =>
      batch.flatMap((event, index) =>
        event.eventId === 'e2' ? [{ index, path: 'data.text', reason: 'holds NUL' }] : [],
      ),
  })
  const client = connect(server.url, { onDead: (notes) => dead.push(...notes) })
  await client.send(events(0, 5))
  await client.drained()
  expect(dead).toMatchObject([{ path: 'data.text', reason: 'holds NUL', event: { eventId: 'e2' } }])
  expect(client.counts()).toMatchObject({ stored: 4, dead: 1 })
})

it('lets a heartbeat leave only behind the events queued before it', async () => {
  const server = await serve({ window: { maxEvents: 3 } })
  const client = connect(server.url)
  await client.send(events(0, 8))
  await client.heartbeat(Date.UTC(2026, 10, 22))
  await client.send(events(8, 10))
  await client.drained()
  expect(server.heartbeats).toEqual([{ at: '2026-11-22T00:00:00.000Z', storedBefore: 8 }])
})

it('drops what it cannot keep, says how much, and owes a snapshot afterwards', async () => {
  const welcomes: Welcome[] = []
  const dropped: number[] = []
  const states: string[] = []
  let server = await serve()
  const port = Number(new URL(server.url).port)
  const client = connect(server.url, {
    clock: hastyClock,
    maxBuffered: 10,
    onHello: (welcome) => welcomes.push(welcome),
    onDropped: (count) => dropped.push(count),
    onState: (state) => states.push(state),
  })
  await vi.waitFor(() => expect(welcomes).toHaveLength(1))
  // A busy machine may have made the client wait before.
  states.length = 0
  await server.close()
  await vi.waitFor(() => expect(states).toContain('waiting'))
  await client.send(events(0, 11))
  await client.send(events(11, 14))
  server = await serve({}, port)
  await client.drained()
  expect(dropped).toEqual([11])
  expect(server.storedIds()).toEqual(ids(11, 14))
  expect(server.hellos.map((hello) => hello.resumed)).toEqual([false])
  expect(welcomes.at(-1)).toMatchObject({ resumed: false, snapshotDue: true })
})

it('sends what is queued before it closes', async () => {
  const server = await serve()
  const client = connect(server.url)
  await client.send(events(0, 25))
  await client.close()
  expect(server.storedIds()).toEqual(ids(0, 25))
  expect(await client.ended).toBeUndefined()
})

it('refuses an address that is none', () => {
  expect(() => connect('127.0.0.1:3000')).toThrow(/http:\/\/127\.0\.0\.1:3000/)
})
