import type { Server as HttpServer } from 'node:http'
import { Server, type Socket } from 'socket.io'
import { type AgentRow, type Change, type FeedRow, type Frame, LIVE_PATH } from '#server/protocol/live.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { fakeCallView } from './fake-call.ts'
import { createChance, fakeAgent, fakeQueues, stepAgent } from './fake-floor.ts'

export type FakeFeedOptions = { feedId: string; agents: number; demo?: boolean; unplacedAgents?: number }
type Answer = (body: object) => void

/** One feed's stream as `/live` speaks it: rows, offsets, a run, and a heart that can be stopped. */
const createFakeFeed = (io: Server, options: FakeFeedOptions, seed: number) => {
  const chance = createChance(seed)
  const agents = new Map<string, AgentRow>()
  let run = 'run-1'
  let offset = 0
  let isBeating = true
  const feed: FeedRow = {
    feedId: options.feedId,
    name: options.feedId,
    demo: options.demo ?? false,
    health: 'live',
    lastAt: Date.now(),
    offsetMs: 0,
    sources: [
      { origin: 'owner', name: options.feedId, health: 'live', lastAt: Date.now(), connected: true },
      { origin: 'asr', name: 'asr', health: 'live', lastAt: Date.now(), connected: true },
      { origin: 'crm', name: 'crm', health: 'live', lastAt: Date.now(), connected: true },
    ],
    unmatched: 0,
    unplacedAgents: options.unplacedAgents,
  }
  for (let index = 0; index < options.agents; index++) {
    const row = fakeAgent(index, Date.now(), chance)
    agents.set(row.agentId, row)
  }

  const frame = (changes: Change[]): Frame => ({ feed: feed.feedId, run, offset, serverTime: Date.now(), changes })
  const send = (changes: Change[]) => {
    for (const change of changes) {
      if (change.kind !== 'agent') continue
      if (change.row) agents.set(change.id, change.row)
      else agents.delete(change.id)
    }
    offset += 1
    io.emit('frame', frame(changes))
  }
  return {
    feed,
    agents,
    send,
    snapshot: (): Frame =>
      frame([
        { kind: 'feed', id: feed.feedId, row: { ...feed } },
        ...fakeQueues(Date.now()).map((row): Change => ({ kind: 'queue', id: row.queueId, row })),
        ...[...agents].map(([id, row]): Change => ({ kind: 'agent', id, row })),
      ]),
    beat() {
      if (isBeating) {
        feed.lastAt = Date.now()
        for (const source of feed.sources) source.lastAt = feed.lastAt
        send([
          { kind: 'feed', id: feed.feedId, row: { ...feed, sources: feed.sources.map((source) => ({ ...source })) } },
        ])
      } else io.emit('frame', frame([]))
    },
    /** Changes some rows, in one frame. */
    stir(count: number) {
      const ids = [...agents.keys()]
      const changes = Array.from({ length: count }, (): Change => {
        const id = chance.pick(ids)
        const row = stepAgent(agents.get(id) as AgentRow, Date.now(), chance)
        agents.set(id, row)
        return { kind: 'agent', id, row }
      })
      send(changes)
    },
    put: (row: AgentRow) => send([{ kind: 'agent', id: row.agentId, row }]),
    /** The feed falls silent while the server stays. */
    silence() {
      isBeating = false
    },
    /** Loses a frame on the way. */
    skip() {
      offset += 1
    },
    /** The floor starts over. */
    restart() {
      run = `run-${Number(run.slice(4)) + 1}`
      offset = 0
    },
  }
}
export type FakeFeed = ReturnType<typeof createFakeFeed>

/**
 * A `/live` server with made-up floors, for pages under development and test. It keeps the protocol, not the meaning:
 * rows change at random or as a test says.
 */
export const createFakeLive = (http: HttpServer, feeds: readonly FakeFeedOptions[], seed = 1) => {
  const io = new Server(http, { path: LIVE_PATH, transports: ['websocket'], destroyUpgrade: false, serveClient: false })
  const streams = new Map(feeds.map((feed, index) => [feed.feedId, createFakeFeed(io, feed, seed + index)]))
  const requests: { name: string; body: { feed: string; callId: string; key: string } }[] = []
  let snapshots = 0
  /** Sends nothing at all, as a hung server would. */
  let isHung = false
  let refusal: string | undefined

  const findCall = (feedId: string, callId: string) => {
    const stream = streams.get(feedId)
    const row = stream && [...stream.agents.values()].find((agent) => agent.call?.callId === callId)
    return stream && row ? fakeCallView(stream.feed, row) : undefined
  }
  const claim = (body: { feed: string; callId: string; key: string }) => {
    const stream = streams.get(body.feed)
    for (const row of stream?.agents.values() ?? []) {
      if (row.call?.callId !== body.callId) continue
      const alerts = row.alerts.map((alert) =>
        alert.key === body.key ? { ...alert, handling: 'acknowledged' as const, handledBy: 'zhou' } : alert,
      )
      stream?.put({ ...row, alerts })
    }
  }
  io.on('connection', (socket: Socket) => {
    socket.on('live:hello', (_body: unknown, answer: Answer) => {
      if (refusal) return answer({ ok: false, code: refusal, message: refusal })
      answer({ ok: true, v: PROTOCOL_VERSION, serverTime: Date.now(), feeds: [...streams.keys()] })
    })
    socket.on('live:snapshot', (body: { feed: string }, answer: Answer) => {
      snapshots += 1
      const stream = streams.get(body.feed)
      answer(stream ? { ok: true, snapshot: stream.snapshot() } : { ok: false, code: 'not_found', message: '' })
    })
    socket.on('call:watch', (body: { feed: string; callId: string }, answer: Answer) => {
      const view = findCall(body.feed, body.callId)
      if (!view) return answer({ ok: false, code: 'not_found', message: '' })
      answer({ ok: true, frame: { feed: body.feed, callId: body.callId, serverTime: Date.now(), view } })
    })
    socket.on('alert:acknowledge', (body: { feed: string; callId: string; key: string }, answer: Answer) => {
      requests.push({ name: 'alert:acknowledge', body })
      if (refusal) return answer({ ok: false, code: refusal, message: refusal })
      claim(body)
      answer({ ok: true })
    })
  })
  const heart = setInterval(() => {
    if (!isHung) for (const stream of streams.values()) stream.beat()
  }, 1000)

  return {
    io,
    requests,
    countSnapshots: () => snapshots,
    feed: (feedId: string) => streams.get(feedId) as FakeFeed,
    hang(hangs: boolean) {
      isHung = hangs
    },
    refuse(code: string | undefined) {
      refusal = code
    },
    cut: () => io.disconnectSockets(true),
    async close() {
      clearInterval(heart)
      await io.close()
    },
  }
}
export type FakeLive = ReturnType<typeof createFakeLive>
