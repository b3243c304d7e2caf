import type { Answer, CallFrame, Frame } from '#server/protocol/live.ts'
import type { RequestBody, RequestName } from '#server/protocol/requests.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { createFrameInbox } from './frames.ts'
import { isSameFeedTime, judgeFeedTime, SILENCE_MS } from './health.ts'
import type { LocalTime, PageClock } from './page-clock.ts'
import type { LiveSocket } from './socket.ts'
import { type Connection, feedKey, type LiveState, type LiveStore } from './store.ts'

const RETRY_MS = 1000
const ANSWER_MS = 10_000
/** Silence after which the socket is given up and opened anew. */
const REDIAL_MS = 10_000
/** What a request comes to that nobody answers. */
export const NO_ANSWER = { ok: false, code: 'unavailable', message: '' } as const

type Parts = {
  store: LiveStore
  clock: PageClock
  local: LocalTime
  socket: LiveSocket
  /** Runs `flush` before the next paint, once however often it is called. */
  beforePaint: (flush: () => void) => void
}

/** Keeps `store` equal to what the server says on `/live`, through cuts, gaps and restarts. */
export const createLiveClient = ({ store, clock, local, socket, beforePaint }: Parts) => {
  const watchers = new Map<string, { feed: string; callId: string; count: number }>()
  let lastHeard = local.now()
  let isFlushDue = false
  let isClosed = false

  const set = (part: Partial<LiveState>) => store.setState(part)
  const connect = (connection: Connection) => {
    if (store.getState().connection !== connection) set({ connection })
    watch()
  }

  const flush = () => {
    isFlushDue = false
    if (isClosed) return
    const before = store.getState().streams
    const streams = inbox.flush(before)
    if (streams !== before) set({ streams })
    watch()
  }
  const flushSoon = () => {
    if (isFlushDue) return
    isFlushDue = true
    beforePaint(flush)
  }

  /** Says of every feed whether its time may pass; writes only what changed. */
  const watch = () => {
    const { connection, streams, times } = store.getState()
    const now = clock.now()
    let next = times
    for (const stream of Object.values(streams)) {
      const time = judgeFeedTime(stream.row, stream.heardAt, connection === 'live', now)
      if (!isSameFeedTime(times[stream.feed], time)) next = { ...next, [stream.feed]: time }
    }
    if (next !== times) set({ times: next })
  }

  const hear = (serverTime: number) => {
    lastHeard = local.now()
    clock.sync(serverTime)
    if (store.getState().connection === 'lost') connect('live')
  }

  const askSnapshot = async (feed: string) => {
    const answer = await ask<{ snapshot: Frame }>((reply) => socket.emit('live:snapshot', { feed }, reply))
    if (isClosed) return
    if (answer.ok) {
      hear(answer.snapshot.serverTime)
      inbox.opened(answer.snapshot)
      flushSoon()
      return
    }
    local.after(RETRY_MS, () => {
      inbox.failed(feed)
      if (!isClosed && socket.connected) inbox.request(feed)
    })
  }
  const inbox = createFrameInbox((feed) => void askSnapshot(feed))

  const ask = <T>(emit: (reply: (answer: Answer<T>) => void) => void, patienceMs = ANSWER_MS) =>
    new Promise<Answer<T>>((resolve) => {
      const cancel = local.after(patienceMs, () => resolve(NO_ANSWER))
      emit((answer) => {
        cancel()
        resolve(answer)
      })
    })

  /** Whether there is a connection, waiting for one that is on its way. */
  const reach = (patienceMs: number): boolean | Promise<boolean> => {
    if (socket.connected || !socket.active) return socket.connected
    return new Promise((resolve) => {
      const end = (isReached: boolean) => {
        cancel()
        socket.off('connect', onConnect)
        resolve(isReached)
      }
      const onConnect = () => end(true)
      const cancel = local.after(patienceMs, () => end(false))
      socket.on('connect', onConnect)
    })
  }

  const greet = async () => {
    const answer = await ask<{ v: number; serverTime: number; feeds: string[] }>((reply) =>
      socket.emit('live:hello', { v: PROTOCOL_VERSION }, reply),
    )
    if (isClosed || !socket.connected) return
    if (!answer.ok) {
      if (answer.code === 'unauthenticated' || answer.code === 'forbidden') return connect('refused')
      if (answer.code === 'bad_request' || answer.code === 'conflict') return connect('outdated')
      local.after(RETRY_MS, () => void greet())
      return
    }
    if (answer.v !== PROTOCOL_VERSION) return connect('outdated')
    hear(answer.serverTime)
    const { streams } = store.getState()
    const kept = Object.fromEntries(Object.entries(streams).filter(([feed]) => answer.feeds.includes(feed)))
    set({ feeds: answer.feeds, streams: kept })
    connect('live')
    for (const feed of answer.feeds) inbox.request(feed)
    for (const call of watchers.values()) void askCall(call.feed, call.callId)
  }

  const showCall = (frame: CallFrame) => {
    const key = feedKey(frame.feed, frame.callId)
    if (watchers.has(key)) set({ calls: { ...store.getState().calls, [key]: { status: 'ready', frame } } })
  }
  const askCall = async (feed: string, callId: string) => {
    const key = feedKey(feed, callId)
    const answer = await ask<{ frame: CallFrame }>((reply) => socket.emit('call:watch', { feed, callId }, reply))
    if (isClosed || !watchers.has(key)) return
    if (answer.ok) return showCall(answer.frame)
    // What was shown stays while the server cannot answer; a refusal takes it away.
    const isPassing = answer.code === 'unavailable' || answer.code === 'internal'
    if (isPassing && store.getState().calls[key]?.status === 'ready') return
    set({ calls: { ...store.getState().calls, [key]: { status: 'refused', code: answer.code } } })
  }

  socket.on('connect', () => {
    inbox.clear()
    clock.reset()
    lastHeard = local.now()
    void greet()
  })
  socket.on('disconnect', (reason) => {
    if (store.getState().connection === 'refused') return
    connect('lost')
    // After a cut by the server the library waits to be told.
    if (reason === 'io server disconnect') local.after(RETRY_MS, () => !isClosed && socket.connect())
  })
  socket.on('connect_error', (error) => {
    const code = (error as Error & { data?: { code?: string } }).data?.code ?? error.message
    if (code !== 'unauthenticated') return connect(store.getState().feeds ? 'lost' : 'connecting')
    connect('refused')
    socket.disconnect()
  })
  socket.on('live:cut', ({ code }) => {
    if (code === 'unauthenticated') connect('refused')
  })
  socket.on('frame', (frame) => {
    hear(frame.serverTime)
    inbox.take(frame)
    flushSoon()
  })
  socket.on('call', (frame) => {
    hear(frame.serverTime)
    showCall(frame)
  })

  socket.on('call:gone', ({ feed, callId, code }) => {
    const key = feedKey(feed, callId)
    if (watchers.has(key)) set({ calls: { ...store.getState().calls, [key]: { status: 'refused', code } } })
  })

  const stopBeat = clock.onBeat(() => {
    const { connection, streams } = store.getState()
    const silence = local.now() - lastHeard
    const hasStreams = Object.keys(streams).length > 0
    if (connection === 'live' && hasStreams && silence > SILENCE_MS) connect('lost')
    if (connection === 'live' && !hasStreams && silence > SILENCE_MS && socket.connected) {
      // No feed, no ticks: ask now and then whether there is one by now.
      lastHeard = local.now()
      void greet()
    }
    if (connection === 'lost' && socket.connected && silence > REDIAL_MS) {
      lastHeard = local.now()
      socket.disconnect().connect()
    }
    watch()
  })

  return {
    start() {
      socket.connect()
    },
    close() {
      isClosed = true
      stopBeat()
      socket.removeAllListeners()
      socket.disconnect()
    },
    /** Follows one call until the returned function is called; what it is goes to `store.calls`. */
    watchCall(feed: string, callId: string) {
      const key = feedKey(feed, callId)
      const watcher = watchers.get(key) ?? { feed, callId, count: 0 }
      watcher.count += 1
      watchers.set(key, watcher)
      if (!store.getState().calls[key]) set({ calls: { ...store.getState().calls, [key]: { status: 'loading' } } })
      if (socket.connected) void askCall(feed, callId)
      return () => {
        watcher.count -= 1
        if (watcher.count > 0) return
        watchers.delete(key)
        if (socket.connected) socket.emit('call:unwatch', { feed, callId })
        const { [key]: _gone, ...calls } = store.getState().calls
        set({ calls })
      }
    },
    /**
     * Asks the server to change something, as soon as there is a connection. Never throws; without an answer in time the code
     * is `unavailable`; for a connection it waits no longer than for a short answer.
     */
    async request<N extends RequestName>(
      name: N,
      body: RequestBody<N>,
      patienceMs = ANSWER_MS,
    ): Promise<Answer<object>> {
      if (!(await reach(Math.min(patienceMs, ANSWER_MS)))) return NO_ANSWER
      const emit = socket.emit.bind(socket) as (n: N, b: RequestBody<N>, reply: (a: Answer<object>) => void) => void
      return ask<object>((reply) => emit(name, body, reply), patienceMs)
    },
  }
}
export type LiveClient = ReturnType<typeof createLiveClient>
