import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { runAsterisk } from '#server/adapters/asterisk/command.ts'
import { runProgram } from '#server/adapters/program-io.ts'
import type { CanonicalEvent } from '#server/domain/event.ts'
import { parseEvent } from '#server/domain/parse-event.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'

const FLOOR = 'tests/fixtures/asterisk/floor.ami.gz'
const folder = mkdtempSync(join(tmpdir(), 'asterisk-'))

const run = async (...argv: string[]) => {
  const lines: string[] = []
  const said: string[] = []
  const exit = await runProgram(runAsterisk, argv, {
    env: {},
    clock: createManualClock(),
    signal: new AbortController().signal,
    print: async (line) => void lines.push(line),
    say: (line) => void said.push(line),
  })
  return { exit, lines, said }
}

const file = (name: string, content: string | Buffer) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const raw = gunzipSync(readFileSync(FLOOR))

/** The other form of the same session: one JSON line per message, with the byte offset and a time of receipt. */
const toJsonLines = (drop: (name: string) => boolean = () => false): string => {
  const text = raw.toString('latin1')
  let off = text.indexOf('\r\n') + 2
  const lines = [JSON.stringify({ ts: 1, off: 0, kind: 'banner', event: { text: text.slice(0, off - 2) } })]
  for (const message of text.slice(off).split('\r\n\r\n').slice(0, -1)) {
    const pairs = Buffer.from(message, 'latin1').toString('utf8').split('\r\n')
    const event = Object.fromEntries(pairs.map((p) => [p.slice(0, p.indexOf(':')), p.slice(p.indexOf(':') + 2)]))
    const ts = Number(event.Timestamp ?? 1_795_322_998) + 0.002
    for (const name of Object.keys(event)) if (drop(name)) delete event[name]
    lines.push(JSON.stringify({ ts, off, kind: event.Event ? 'event' : 'response', event }))
    off += message.length + 4
  }
  return lines.join('\n')
}

let floor: CanonicalEvent[] = []
beforeAll(async () => {
  floor = (await run('--file', FLOOR, '--print')).lines.map((line) => JSON.parse(line) as CanonicalEvent)
})

type TruthLeg = { queue: string; agent: string; answeredAt: number; talkSec?: number; transfer?: string }
type Truth = { callId: string; legs: TruthLeg[]; holds?: number; outcome?: string }
const truth = readFileSync('tests/fixtures/asterisk/floor.truth.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Truth)

const of = (callId: string, type: string) => floor.filter((e) => e.callId === callId && e.type === type)
const at = (e: CanonicalEvent | undefined) => Date.parse(e?.occurredAt ?? '')

test('every leg a queue connected has the agent, the queue and, within a second, the answer the phone had', () => {
  for (const { callId, legs } of truth)
    for (const leg of legs) {
      const found = of(callId, 'call.connected').find((e) => Math.abs(at(e) - leg.answeredAt) < 1000)
      expect([callId, found?.agentId, found?.queueId]).toEqual([callId, leg.agent, leg.queue])
    }
})

test('talk ends within two and a half seconds of what the queue log says, but for the leg a manager cut', () => {
  const off = truth.flatMap(({ callId, legs }) =>
    legs.flatMap((leg) => {
      if (leg.talkSec === undefined) return []
      const connected = of(callId, 'call.connected').find((e) => e.agentId === leg.agent)
      const ended = of(callId, 'call.party_cleared').find((e) => e.segmentId === connected?.segmentId)
      return Math.abs((at(ended) - at(connected)) / 1000 - leg.talkSec) > 2.5 ? [callId] : []
    }),
  )
  expect(off).toEqual(['1795323068.32'])
})

test('transfers, holds and outcomes are what happened, and every call ends', () => {
  const kinds = (callId: string) => of(callId, 'call.transferred').map((e) => (e.data as { kind: string }).kind)
  const causes = {
    abandoned: /^abandoned_/,
    timeout: /^queue_timeout$/,
    key: /^other$/,
    none: /^(other|customer_hangup)$/,
  }
  for (const { callId, legs, holds, outcome } of truth) {
    const transfers = legs.flatMap((leg) => leg.transfer ?? [])
    expect([callId, kinds(callId).slice(0, transfers.length)]).toEqual([callId, transfers])
    if (holds !== undefined) expect([callId, of(callId, 'call.held').length]).toEqual([callId, holds])
    const cleared = of(callId, 'call.cleared')
    expect([callId, cleared.length]).toEqual([callId, 1])
    const cause = String((cleared[0]?.data as { cause?: string } | undefined)?.cause)
    if (outcome) expect(cause).toMatch(causes[outcome as keyof typeof causes])
    expect([callId, cause]).not.toEqual([callId, 'lost'])
  }
})

test('outbound calls carry direction, agent and answer', () => {
  const outbound = floor.filter((e) => e.type === 'call.offered' && e.data.direction === 'outbound')
  expect(outbound.map((e) => [e.callId, e.agentId])).toEqual([
    ['1795323240.91', '1005'],
    ['1795323242.95', '1003'],
  ])
  for (const { callId, agentId } of outbound) expect(of(callId ?? '', 'call.connected')[0]?.agentId).toBe(agentId)
})

test('steps of a call come in their order on the leg that talked', () => {
  const steps = (callId: string) => of(callId, 'step.entered').map((e) => (e.data as { scriptId: string }).scriptId)
  expect(steps('1795323002.0')).toEqual(['opening', 'identify', 'diagnose', 'resolve', 'close'])
  expect(steps('1795323207.83')).toEqual(['opening', 'identify', 'diagnose', 'resolve'])
})

test('every event is one the product accepts, and no id comes twice', () => {
  for (const { v: _v, feedId: _f, epoch: _e, ...event } of floor)
    expect(parseEvent(event)).toMatchObject({ ok: true, known: true })
  expect(new Set(floor.map((e) => e.eventId)).size).toBe(floor.length)
})

test('both forms of a recording, packed or not, give the same events', async () => {
  const print = async (path: string) => (await run('--file', path, '--print')).lines
  const lines = floor.map((e) => JSON.stringify(e))
  expect(await print(file('floor.ami', raw))).toEqual(lines)
  expect(await print(file('floor.jsonl', toJsonLines()))).toEqual(lines)
  expect(await print(file('floor.jsonl.gz', gzipSync(toJsonLines())))).toEqual(lines)
})

test('without Timestamps the time of receipt counts, and a recording that has none is refused', async () => {
  const isStamp = (name: string) => name === 'Timestamp'
  const { exit, lines } = await run('--file', file('received.jsonl', toJsonLines(isStamp)), '--print')
  expect(exit).toBe(0)
  expect(lines).toHaveLength(floor.length)
  expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({ timeQuality: 'adapter' })
  const bare = file('bare.ami', raw.toString('utf8').replace(/Timestamp: .*\r\n/g, ''))
  expect(await run('--file', bare, '--print')).toMatchObject({
    exit: 1,
    said: [expect.stringMatching(/no Timestamp.*\.jsonl/)],
  })
})

test('a recording that ends right after a reconnect keeps the last time it knew', async () => {
  const again = Buffer.from(
    'Event: Nothing\r\nAsterisk Call Manager/11.0.0\r\nEvent: FullyBooted\r\nUptime: 9999\r\n\r\n',
  )
  const { exit, lines } = await run('--file', file('again.ami', Buffer.concat([raw, again])), '--print')
  expect(exit).toBe(0)
  expect(lines.length).toBeGreaterThanOrEqual(floor.length)
})

test('lines of kinds that are no messages are passed over', async () => {
  const lines = `${JSON.stringify({ ts: 1, off: 0, kind: 'link', event: { state: 'connected' } })}\n${toJsonLines()}`
  expect((await run('--file', file('link.jsonl', lines), '--print')).lines).toHaveLength(floor.length)
})

test.each([
  ['missing', () => join(folder, 'nowhere.ami'), /no such file/],
  ['empty', () => file('empty.ami', ''), /line 1: the file is empty/],
  ['of another kind', () => file('calls.csv', 'a,b'), /not a recording/],
  ['not AMI', () => file('table.ami', 'a,b\r\nc,d\r\n'), /line 1 \(byte 0\)/],
  [
    'cut off',
    () => file('cut.ami', raw.subarray(0, 100_000)),
    /line \d+: the file ends inside the message that begins at byte \d+/,
  ],
  ['packed and cut off', () => file('cut.ami.gz', readFileSync(FLOOR).subarray(0, 9000)), /cut off/],
  ['broken JSON', () => file('broken.jsonl', toJsonLines().slice(0, 5000)), /line \d+: not JSON/],
  ['other JSON', () => file('other.jsonl', '{"a":1}\n'), /line 1: not a line of a recording/],
])('a file that is %s is refused with the place and the reason', async (_, path, reason) => {
  const { exit, said } = await run('--file', path(), '--print')
  expect(exit).toBe(1)
  expect(said.join('\n')).toMatch(reason)
})

test('a configuration that is wrong names the place', async () => {
  const config = file('config.json', JSON.stringify({ steps: { opening: 'begin' } }))
  expect((await run('--file', FLOOR, '--print', '--config', config)).said.join()).toMatch(
    /config\.json: steps\.opening/,
  )
})
