import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { runFeed } from '#server/adapters/cli.ts'
import type { CanonicalEvent } from '#server/domain/event.ts'
import { type StandIn, startStandIn } from '#tests/adapters/feed-client/feed-stand-in.ts'
import { makeFolder, parseLines, runToEnd } from '#tests/adapters/program-harness.ts'

const folder = makeFolder()
const servers: StandIn[] = []
let lines: string[] = []
let recorded: CanonicalEvent[] = []

beforeAll(async () => {
  const floor = ['--agents', '8', '--seed', '3', '--start', '2025-03-01T08:00:00Z', '--seconds', '120', '--feed', 'pbx']
  lines = (await runToEnd(runFeed, ['simulate', '--print', ...floor])).out
  recorded = parseLines(lines)
  write('day.jsonl', `${lines.join('\n')}\n`)
  write('day.jsonl.gz', gzipSync(`${lines.join('\n')}\n`))
})
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})
afterAll(() => folder.clean())

const write = (name: string, content: string | Buffer) => {
  writeFileSync(folder.file(name), content)
  return folder.file(name)
}
const replay = (file: string, ...argv: string[]) => runToEnd(runFeed, ['replay', file, ...argv])
const serve = async () => {
  const server = await startStandIn({ window: { maxEvents: 200, maxBytes: 400_000 } })
  servers.push(server)
  return server
}
const bare = ({ v: _v, feedId: _f, epoch: _e, ...event }: CanonicalEvent) => event

it('moves every time by the same amount, so that the snapshot happens now', async () => {
  const before = Date.now()
  const replayed = parseLines((await replay(folder.file('day.jsonl'), '--print')).out)
  const shifts = replayed.map(
    (event, i) => Date.parse(event.occurredAt) - Date.parse((recorded[i] as CanonicalEvent).occurredAt),
  )
  expect(replayed).toHaveLength(recorded.length)
  expect(new Set(shifts).size).toBe(1)
  const snapshot = replayed.find((event) => event.type === 'feed.snapshot_begin') as CanonicalEvent
  expect(Date.parse(snapshot.occurredAt)).toBeGreaterThanOrEqual(before)
  expect(Date.parse(snapshot.occurredAt)).toBeLessThanOrEqual(Date.now())
  expect(snapshot.data).toEqual({ asOf: snapshot.occurredAt })
  const untils = (events: CanonicalEvent[]) =>
    events.flatMap((event) => (event.type === 'agent.state' && event.data.until ? [Date.parse(event.data.until)] : []))
  expect(untils(replayed)).toEqual(untils(recorded).map((at) => at + (shifts[0] as number)))
})

it('uses no call, segment or event id a second time', async () => {
  const once = parseLines((await replay(folder.file('day.jsonl'), '--print')).out)
  const epoch = once[0]?.epoch as string
  expect(epoch).toMatch(/^replay-/)
  expect(new Set(once.map((event) => event.eventId)).size).toBe(once.length)
  for (const [i, event] of once.entries()) {
    const { callId, segmentId, related } = recorded[i] as CanonicalEvent
    expect([event.callId, event.segmentId, event.related?.transferredFromSegmentId]).toEqual(
      [callId, segmentId, related?.transferredFromSegmentId].map((id) => id && `${epoch}/${id}`),
    )
  }
})

it('sends the same events it would print, in order', async () => {
  const server = await serve()
  const ran = await replay(folder.file('day.jsonl.gz'), '--url', server.url, '--token', 'secret', '--speed', '10000')
  expect([ran.code, ran.said.at(-1)]).toEqual([
    0,
    `replay: ${recorded.length} events stored, 0 known already, 0 refused`,
  ])
  expect(server.events().map((event) => [event.type, event.data])).toHaveLength(recorded.length)
  expect(server.events().map((event) => event.type)).toEqual(recorded.map((event) => event.type))
  expect(server.hellos).toMatchObject([{ feedId: 'pbx', order: 'time', resumed: false }])
})

it('keeps times, ids and epoch when asked to', async () => {
  const server = await serve()
  const ran = await replay(folder.file('day.jsonl'), '--as-recorded', '--url', server.url, '--token', 'secret')
  expect(ran.code).toBe(0)
  expect(server.events()).toEqual(recorded.map(bare))
  expect(server.hellos).toMatchObject([{ feedId: 'pbx', order: 'seq', epoch: recorded[0]?.epoch }])
})

it('says hello for each epoch of a recording as it was', async () => {
  const second = recorded.map((event) => JSON.stringify({ ...event, epoch: 'boot-2' }))
  const file = write('two.jsonl', [...lines, ...second].join('\n'))
  const server = await serve()
  const ran = await replay(file, '--as-recorded', '--url', server.url, '--token', 'secret')
  expect(ran.code).toBe(0)
  expect(server.hellos.map((hello) => hello.epoch)).toEqual([recorded[0]?.epoch, 'boot-2'])
})

it('begins a recording that has no snapshot from an empty floor', async () => {
  const file = write(
    'bare.jsonl',
    recorded
      .filter((e) => !e.type.startsWith('feed.'))
      .map((e) => JSON.stringify(e))
      .join('\n'),
  )
  const types = parseLines((await replay(file, '--print')).out).map((event) => event.type)
  expect(types.slice(0, 2)).toEqual(['feed.snapshot_begin', 'feed.snapshot_end'])
})

it('leaves out what the server and people wrote, and says so', async () => {
  const raised = {
    ...recorded.find((event) => event.callId),
    source: 'server',
    type: 'alert.raised',
    data: { key: 'k', rule: 'step_skipped', dueAt: '2025-03-01T08:00:00Z' },
  }
  const file = write('log.jsonl', [...lines, JSON.stringify(raised)].join('\n'))
  const ran = await replay(file, '--print')
  expect(ran.said.join('\n')).toContain('1 lines written by the server or by people are left out')
  expect(ran.out).toHaveLength(recorded.length)
})

it.each([
  ['missing', () => folder.file('nowhere.jsonl'), 'line 1: there is no such file'],
  ['cut short', () => write('cut.jsonl', lines.join('\n').slice(0, -20)), () => `line ${lines.length}: not JSON`],
  [
    'cut short and packed',
    () => write('cut.jsonl.gz', gzipSync(lines.join('\n')).subarray(0, 3_000)),
    'the compressed file is cut short',
  ],
  ['not packed', () => write('plain.jsonl.gz', lines.join('\n')), 'line 1: this is not a gzip file'],
  ['of another kind', () => write('notes.jsonl', `${lines[0]}\n{"hello":"world"}\n`), 'line 2: v:'],
  [
    'with a wrong event',
    () => write('wrong.jsonl', `${lines[0]}\n${lines[1]?.replace(/"occurredAt":"[^"]+"/, '"occurredAt":"today"')}\n`),
    'line 2: occurredAt:',
  ],
  ['empty', () => write('empty.jsonl', ''), 'line 1: there is no event of a feed in this file'],
  [
    'of two feeds',
    () => write('feeds.jsonl', `${lines[0]}\n${lines[1]?.replace('"pbx"', '"other"')}\n`),
    'events of two feeds',
  ],
] as const)(
  'refuses a file that is %s, with the line and the reason, before anything is sent',
  async (_name, make, reason) => {
    const server = await serve()
    const ran = await replay(make(), '--url', server.url, '--token', 'secret')
    expect(ran.code).not.toBe(0)
    expect(ran.said.join('\n')).toContain(typeof reason === 'string' ? reason : reason())
    expect(server.hellos).toEqual([])
  },
)

it('refuses two files, none, and standard input', async () => {
  for (const argv of [[], ['a.jsonl', 'b.jsonl'], ['-']])
    expect((await runToEnd(runFeed, ['replay', ...argv])).code).toBe(2)
})
