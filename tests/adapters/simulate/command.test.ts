import { readFileSync } from 'node:fs'
import { afterEach, expect, it, vi } from 'vitest'
import { runFeed } from '#server/adapters/cli.ts'
import { type StandIn, type StandInOptions, startStandIn } from '#tests/adapters/feed-client/feed-stand-in.ts'
import { makeFolder, parseLines, runToEnd, startProgram } from '#tests/adapters/program-harness.ts'

const servers: StandIn[] = []
const folder = makeFolder()
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

const serve = async (options?: StandInOptions, port?: number) => {
  const server = await startStandIn({ window: { maxInFlight: 8, maxEvents: 200, maxBytes: 400_000 }, ...options }, port)
  servers.push(server)
  return server
}
const FLOOR = ['simulate', '--agents', '12', '--seed', '5', '--start', '2026-11-22T08:00:00Z']
const simulate = (...more: string[]) => runToEnd(runFeed, [...FLOOR, ...more])

it('prints canonical events that are the same for the same seed and start', async () => {
  const first = await simulate('--print', '--seconds', '60')
  const again = await simulate('--print', '--seconds', '60')
  expect(first.code).toBe(0)
  expect(again.out).toEqual(first.out)
  const events = parseLines(first.out)
  expect(events[0]).toMatchObject({ v: 1, feedId: 'demo', epoch: 'sim-5-20261122T080000.000Z', eventId: '0', seq: 0 })
  expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i))
})

it('sends what it would have printed, in order, as a demo when told so', async () => {
  const server = await serve()
  const printed = await simulate('--print', '--seconds', '60')
  const sent = await simulate('--url', server.url, '--token', 'secret', '--seconds', '60', '--speed', '200', '--demo')
  expect(sent.code).toBe(0)
  const expected = parseLines(printed.out).map(({ v: _v, feedId: _f, epoch: _e, ...event }) => event)
  expect(server.events()).toEqual(expected)
  expect(server.hellos).toEqual([
    expect.objectContaining({
      feedId: 'demo',
      order: 'seq',
      resumed: false,
      demo: true,
      epoch: 'sim-5-20261122T080000.000Z',
    }),
  ])
  expect(server.heartbeats.length).toBeGreaterThan(0)
})

it('opens with a snapshot that names every agent and every live call', async () => {
  const events = parseLines((await simulate('--print', '--seconds', '5')).out)
  const from = events.findIndex((event) => event.type === 'feed.snapshot_begin')
  const to = events.findIndex((event) => event.type === 'feed.snapshot_end')
  const items = events.slice(from + 1, to)
  expect(items.every((event) => event.type === 'feed.snapshot_item' && event.observed)).toBe(true)
  expect(items.filter((event) => !event.callId)).toHaveLength(12)
  const before = events.slice(0, from)
  const open = new Set(before.flatMap((event) => (event.type === 'call.offered' ? [event.callId] : [])))
  for (const event of before) if (event.type === 'call.cleared') open.delete(event.callId)
  expect(new Set(items.flatMap((event) => event.callId ?? []))).toEqual(open)
})

it('sends the spoken lines as a companion when it has a token for one', async () => {
  const server = await serve()
  const target = ['--url', server.url, '--token', 'secret', '--asr-token', 'listener']
  const { code } = await simulate(...target, '--seconds', '30', '--speed', '200')
  expect(code).toBe(0)
  const spoken = server.events('listener')
  expect(spoken.length).toBeGreaterThan(20)
  expect(new Set(spoken.map((event) => event.type))).toEqual(new Set(['transcript.segment']))
  expect(spoken.map((event) => event.seq)).toEqual(spoken.map((_, i) => i))
  expect(server.events('secret').some((event) => event.type === 'transcript.segment')).toBe(false)
  expect(server.events('secret').map((event) => event.seq)).toEqual(server.events('secret').map((_, i) => i))
  expect(new Set(server.hellos.map((hello) => hello.epoch)).size).toBe(2)
})

it('carries on after the server was away, without a hole', async () => {
  const first = await serve()
  const port = Number(new URL(first.url).port)
  const target = ['--url', first.url, '--token', 'secret', '--speed', '20']
  const program = startProgram(runFeed, [...FLOOR, ...target])
  await vi.waitFor(() => expect(first.heartbeats.length).toBeGreaterThan(2), 10_000)
  const before = first.events().length
  await first.close()
  const second = await serve({}, port)
  await vi.waitFor(() => expect(second.events().length).toBeGreaterThan(20), 10_000)
  program.stop()
  expect((await program.ran).code).toBe(0)
  const seqs = second.events().map((event) => event.seq as number)
  expect(seqs).toEqual(seqs.map((_, i) => (seqs[0] as number) + i))
  expect(seqs[0]).toBeLessThanOrEqual(before)
  expect(second.hellos.map((hello) => hello.resumed)).toEqual([true])
})

it('says where everything stands again when a server asks for it', async () => {
  let hellos = 0
  const server = await serve({ snapshotDue: () => ++hellos >= 1 })
  const program = startProgram(runFeed, [...FLOOR, '--url', server.url, '--token', 'secret', '--speed', '20'])
  const snapshots = () => server.events().filter((event) => event.type === 'feed.snapshot_end').length
  await vi.waitFor(() => expect(snapshots()).toBe(1), 10_000)
  server.dropConnections()
  await vi.waitFor(() => expect(snapshots()).toBe(2), 10_000)
  program.stop()
  expect((await program.ran).code).toBe(0)
})

it('writes what it planted to a file', async () => {
  const file = folder.file('planted.jsonl')
  const { out } = await simulate('--print', '--seconds', '3600', '--planted', file)
  const calls = new Set(parseLines(out).map((event) => event.callId))
  const planted = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(planted.length).toBeGreaterThan(5)
  for (const fault of planted) expect(calls).toContain(fault.callId)
  folder.clean()
})

it('makes about as many events a second as it is asked for', async () => {
  for (const wanted of [2, 9]) {
    const options = ['--agents', '60', '--events-per-second', String(wanted), '--print', '--seconds', '1200']
    const { out } = await runToEnd(runFeed, ['simulate', '--start', '2026-11-22T08:00:00Z', ...options])
    const events = parseLines(out).filter((event) => event.occurredAt > '2026-11-22T08:00:00')
    expect(events.length / 1200).toBeGreaterThan(wanted * 0.8)
    expect(events.length / 1200).toBeLessThan(wanted * 1.25)
  }
})

it('gives up with the reason when its token is refused', async () => {
  const server = await serve({
    refuse: () => ({ ok: false, code: 'unauthenticated', message: 'This token is unknown.' }),
  })
  const { code, said } = await simulate('--url', server.url, '--token', 'wrong')
  expect(code).toBe(1)
  expect(said.join('\n')).toContain('refused (unauthenticated): This token is unknown.')
})

it.each([
  [[], 1, 'Make one with: npm run admin -- feed add NAME'],
  [['--token', 'x', '--url', 'localhost'], 1, 'http://127.0.0.1:3000'],
  [['--agents', 'many'], 2, '--agents must be a number from 1 to 20000'],
  [['--colour', 'red'], 2, 'npm run feed -- simulate --help'],
  [['now'], 2, 'simulate takes no "now"'],
  [['--start', 'noon'], 2, 'such as 2026-11-22T08:00:00Z'],
  [['--print', '--planted', '/no/such/folder/file'], 1, '--planted /no/such/folder/file cannot be written'],
])('says what to do instead of %j', async (argv, code, message) => {
  const ran = await runToEnd(runFeed, ['simulate', ...argv])
  expect([ran.code, ran.said.join('\n')]).toEqual([code, expect.stringContaining(message)])
})

it('explains itself and its siblings', async () => {
  expect((await runToEnd(runFeed, ['simulate', '--help'])).out[0]).toContain('--events-per-second')
  expect((await runToEnd(runFeed, ['replay', '--help'])).out[0]).toContain('--as-recorded')
  expect((await runToEnd(runFeed, [])).out[0]).toContain('npm run feed -- asterisk')
  expect((await runToEnd(runFeed, ['telepathy'])).code).toBe(2)
})
