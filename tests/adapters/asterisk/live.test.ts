import { afterEach, expect, test, vi } from 'vitest'
import { createFields, kindOf } from '#server/adapters/asterisk/ami-message.ts'
import { runCheck } from '#server/adapters/asterisk/check.ts'
import { type AsteriskConfig, asteriskConfigSchema } from '#server/adapters/asterisk/config.ts'
import { runLive } from '#server/adapters/asterisk/live.ts'
import { createTranslator } from '#server/adapters/asterisk/translate.ts'
import { type Clock, systemClock } from '#server/clock.ts'
import type { CanonicalEvent } from '#server/domain/event.ts'
import { readAmiRecording } from '#tests/support/ami-recording.ts'
import { type AmiServer, type AmiServerOptions, startAmiServer } from '#tests/support/ami-server.ts'
import { waitFor } from '#tests/support/wait-for.ts'

vi.setConfig({ testTimeout: 60_000 })

const recording = readAmiRecording('tests/fixtures/asterisk/floor.ami.gz')
const config: AsteriskConfig = asteriskConfigSchema.parse({ queues: { vip: { scenario: 'after_sales' } } })
const cleanUps: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

/** A clock on which everything takes a tenth of the time. */
const fastClock: Clock = {
  ...systemClock,
  now: () => systemClock.now() * 10,
  after: (ms, run) => systemClock.after(ms / 10, run),
  every: (ms, run) => systemClock.every(ms / 10, run),
}

const startServer = async (options: Partial<AmiServerOptions> = {}): Promise<AmiServer> => {
  const server = await startAmiServer({ recording, speed: 200, ...options })
  cleanUps.push(() => server.close())
  return server
}

const follow = (server: AmiServer, secret = 'secret') => {
  const events: CanonicalEvent[] = []
  const beats: number[] = []
  const said: string[] = []
  const stop = new AbortController()
  const translator = createTranslator({ feedId: 'lab', config })
  const live = runLive({
    target: { host: '127.0.0.1', port: server.port, user: 'watch', secret },
    config,
    translator,
    sink: {
      send: async (more) => void events.push(...more),
      heartbeat: async (at) => void beats.push(at),
      close: async () => {},
    },
    io: { clock: fastClock, say: (line) => void said.push(line), signal: stop.signal },
  })
  cleanUps.push(() => stop.abort())
  return { events, beats, said, live, stop }
}

const END = Math.max(...recording.map((m) => m.at ?? 0))
const cleared = (events: CanonicalEvent[]) => events.filter((e) => e.type === 'call.cleared')
const summary = (events: CanonicalEvent[]) =>
  events
    .filter((e) => e.callId !== undefined && !e.type.startsWith('feed.'))
    .map((e) => `${e.occurredAt} ${e.callId} ${e.type} ${e.agentId ?? ''} ${JSON.stringify(e.data)}`)

const replay = (): CanonicalEvent[] => {
  const translator = createTranslator({ feedId: 'lab', config })
  return recording.flatMap(({ headers, at }, i) => {
    const own = createFields(Object.entries(headers))
    return translator.push({
      kind: kindOf(own),
      id: String(i),
      at: at ?? END - 500_000,
      timeQuality: 'native',
      fields: own,
    })
  })
}
test('a live link gives the events the recording of it gives', async () => {
  const server = await startServer()
  const { events } = follow(server)
  await waitFor(() => server.logins() === 1)
  await server.play()
  const expected = cleared(replay()).length
  await waitFor(() => cleared(events).length === expected)
  expect(summary(events)).toEqual(summary(replay()))
  expect(events.filter((e) => e.type === 'feed.snapshot_end')).toHaveLength(1)
})

test('cut at twenty bytes, half-open and restarted, it tells every gap and no call stays open or ends twice', async () => {
  const total = recording.reduce((sum, m) => sum + (m.at === undefined ? 0 : m.bytes.length), 0)
  const cutsAt = Array.from({ length: 20 }, (_, i) => Math.floor((total * (i + 0.37)) / 21))
  const server = await startServer({ speed: 40, cutsAt })
  const { events } = follow(server)
  await waitFor(() => server.logins() === 1)
  const played = server.play()
  await waitFor(() => server.said() > total * 0.45)
  server.halfOpen()
  await waitFor(() => server.said() > total * 0.8)
  await server.restart(50)
  await played
  await waitFor(() => server.logins() > 15)
  await waitFor(() => events.at(-1)?.type === 'feed.snapshot_end' || cleared(events).at(-1)?.callId === '1795323046.24')
  const gaps = events.flatMap((e) =>
    e.type === 'feed.gap' ? [{ from: Date.parse(e.data.from), to: Date.parse(e.data.to) }] : [],
  )
  const ends = cleared(events).map((e) => e.callId)
  expect(new Set(ends).size).toBe(ends.length)
  const truth = cleared(replay())
  const isSeen = new Set(events.flatMap((e) => e.callId ?? []))
  for (const real of truth) {
    const mine = cleared(events).find((e) => e.callId === real.callId)
    const endedAt = Date.parse(real.occurredAt)
    const isHidden = gaps.some((gap) => gap.from <= endedAt && endedAt <= gap.to)
    if (!mine) expect([real.callId, isSeen.has(real.callId ?? ''), isHidden]).toEqual([real.callId, false, true])
    else if (mine.data.cause === 'lost') expect([real.callId, isHidden]).toEqual([real.callId, true])
    else expect([mine.callId, mine.occurredAt]).toEqual([real.callId, real.occurredAt])
  }
  expect(gaps.length).toBeGreaterThan(15)
  expect(gaps.every((gap) => gap.from <= gap.to)).toBe(true)
})

test('a dead link stops the heartbeats, a new one brings them back', async () => {
  const server = await startServer({ speed: 10 })
  const { beats } = follow(server)
  void server.play()
  await waitFor(() => beats.length >= 2)
  server.halfOpen()
  await waitFor(() => server.logins() === 2)
  const count = beats.length
  await waitFor(() => beats.length > count)
  expect(beats).toEqual([...beats].sort((a, b) => a - b))
})

test('a link that dies right after its login is given up as soon as any other, once the PBX answered pings', async () => {
  const server = await startServer({ speed: 10, mutesLogin: 2 })
  const { said } = follow(server)
  await waitFor(() => server.lists() === 1)
  server.cut()
  await waitFor(() => server.logins() === 3)
  const [, silence] = /no answer for (\d+) s/.exec(said.join()) ?? []
  expect(Number(silence)).toBeLessThan(30)
})

test('a PBX that refuses the challenge gets the secret on the same machine only, a wrong secret is final', async () => {
  const server = await startServer({ challenge: false })
  follow(server)
  await waitFor(() => server.logins() === 1)
  await expect(follow(server, 'guess').live.finished).rejects.toThrow(/refuses the login of "watch"/)
})

test('a resync asked for by the server makes another snapshot', async () => {
  const server = await startServer({ speed: 1 })
  const { events, live } = follow(server)
  const snapshots = () => events.filter((e) => e.type === 'feed.snapshot_end').length
  await waitFor(() => snapshots() === 1)
  live.resync()
  await waitFor(() => snapshots() === 2)
})

test('the check names queues, members, missing classes, refused lists, unmapped queues and the block to paste', async () => {
  const server = await startServer({ speed: 100, mayList: false, read: ['agent', 'call'] })
  const lines: string[] = []
  void server.play()
  const target = { host: '127.0.0.1', port: server.port, user: 'watch', secret: 'secret' }
  const exit = await runCheck(target, config, 5, {
    env: {},
    clock: fastClock,
    signal: new AbortController().signal,
    print: async (line) => void lines.push(line),
    say: () => {},
  })
  const text = lines.join('\n')
  expect(exit).toBe(0)
  expect(text).toMatch(/queues \(4\):/)
  expect(text).toMatch(/1007 {2}PJSIP\/1007 {2}坐席 1007/)
  expect(text).toMatch(/read classes: .*user/)
  expect(text).toMatch(/refuses CoreShowChannels/)
  expect(text).toMatch(/timestamps: events carry them/)
  expect(text).toMatch(/clock: the PBX is -?\d+ ms/)
  expect(text).toMatch(/queues without a scenario: inquiry, night, complaint/)
  expect(text).toMatch(/read = call,agent,user,system/)
  expect(text).toMatch(/timestampevents = yes/)
})
