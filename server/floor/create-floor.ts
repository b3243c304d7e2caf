import type { Clock } from '#server/clock.ts'
import type { Entry } from '#server/domain/entry.ts'
import { EVENT_DATA, type Event } from '#server/domain/event.ts'
import type { StoredEntry } from '#server/domain/event-log.ts'
import { FeedFold } from '#server/domain/feed/feed-fold.ts'
import { type LawBook, lawOf } from '#server/domain/feed/law-book.ts'
import type { FeedOrigin } from '#server/domain/words.ts'
import type { Directory, Floor, FloorChanges } from '#server/protocol/floor-port.ts'
import { AgentSpans } from './agent-spans.ts'
import type { Checkpoint } from './checkpoint.ts'
import { createViews } from './create-views.ts'
import { digest } from './digest.ts'
import { Sources } from './sources.ts'

/** How far verdicts stay behind the feed's clock, so that what is told a little late is heard first. Milliseconds. */
export const HOLD_BACK_MS = 2_000
const TICK_MS = 500
const SWEEP_MS = 30_000

export type FloorDeps = {
  feedId: string
  name: string
  clock: Clock
  directory: Directory
  book: LawBook
  /** Writes server facts through the feed's own appender. Positions are null for facts that were there already. */
  append(events: readonly Event[]): Promise<readonly (number | null)[]>
  /** Reads a call that has left memory, when something late arrives for it. */
  loadCall(callId: string): Promise<readonly StoredEntry[]>
  onError(error: unknown): void
}

/** A floor that is still reading its log: it folds, but writes and announces nothing until `open`. */
export type RecoveringFloor = Floor & {
  /** The log is read to its end: from here on the floor judges, writes its facts and announces changes. */
  open(): void
  checkpoint(): Checkpoint
  restore(checkpoint: Checkpoint, entries: readonly StoredEntry[]): void
}

const isKnown = (entry: StoredEntry): entry is Entry => Object.hasOwn(EVENT_DATA, entry.event.type)

/** Types a call can begin with; for any other of an unknown call the log is asked first. */
const BEGINNINGS = new Set<string>(['call.offered', 'feed.snapshot_item'])

/** Joins the fold of one feed to clocks, people and viewers. */
export const createFloor = (deps: FloorDeps): RecoveringFloor => {
  const { clock, feedId, directory } = deps
  const fold = new FeedFold(feedId, 'time', deps.book)
  const rules = () => lawOf(fold.book, undefined).rules
  const sources = new Sources(rules().feedStaleSec * 1000)
  const spans = new AgentSpans()
  const listeners = new Set<(changes: FloorChanges) => void>()
  const loading = new Map<string, Entry[]>()
  const run = clock.uuid()
  let isOpen = false
  let isFeedDirty = false
  let awaitsSnapshot = false
  let staleSince: number | undefined
  let lastSweep = clock.now()
  let isAppending = false

  const feedNow = () => clock.now() + sources.offset('owner')
  const isResyncing = () => awaitsSnapshot || fold.facts.isResyncing

  const emit = () => {
    const { calls, agents, queues } = fold.dirty
    if (!isOpen || (calls.size === 0 && agents.size === 0 && queues.size === 0 && !isFeedDirty)) return
    const changes: FloorChanges = {
      feedId,
      position: fold.position,
      calls: new Set(calls),
      agents: new Set(agents),
      queues: new Set(queues),
      feed: isFeedDirty,
    }
    calls.clear()
    agents.clear()
    queues.clear()
    isFeedDirty = false
    for (const agentId of changes.agents) spans.note(agentId, fold.agentNow(agentId, feedNow()))
    for (const listen of listeners) listen(changes)
  }

  const writeFacts = () => {
    if (!isOpen || isAppending) return
    const events = fold.facts.drain()
    if (events.length === 0) return
    isAppending = true
    deps
      .append(events)
      .then(
        (positions) => {
          for (const [index, event] of events.entries()) if (positions[index] === null) fold.facts.settle(event.eventId)
        },
        (error) => {
          fold.facts.retry()
          deps.onError(error)
        },
      )
      .finally(() => {
        isAppending = false
        if (fold.facts.hasWanted) clock.after(0, writeFacts)
      })
  }

  const settle = () => {
    writeFacts()
    emit()
  }

  const loadThenTake = (callId: string, entry: Entry) => {
    const waiting = loading.get(callId)
    if (waiting) return void waiting.push(entry)
    loading.set(callId, [entry])
    const finish = (stored: readonly StoredEntry[]) => {
      const parked = loading.get(callId) ?? []
      loading.delete(callId)
      for (const known of [...stored.filter(isKnown), ...parked]) fold.take(known)
      settle()
    }
    deps.loadCall(callId).then(finish, (error) => {
      deps.onError(error)
      finish([])
    })
  }

  const noteSource = (entry: Entry) => {
    if (isOpen) sources.heard(entry.origin, clock.now())
    else sources.remember(entry.origin, deps.name, entry.receivedAt)
  }

  const takeOne = (entry: StoredEntry) => {
    if (entry.position <= fold.position) return
    fold.position = entry.position
    if (!isKnown(entry)) return
    if (entry.source === 'feed') noteSource(entry)
    if (entry.event.type === 'feed.snapshot_end') awaitsSnapshot = false
    if (entry.event.type === 'feed.hello') isFeedDirty = true
    const { callId, type } = entry.event
    const isCompanion = entry.source === 'feed' && entry.origin !== 'owner'
    const isLate = isOpen && callId && !isCompanion && !fold.calls.has(callId)
    if (callId && (loading.has(callId) || (isLate && !BEGINNINGS.has(type) && !type.startsWith('agent.'))))
      return loadThenTake(callId, entry)
    fold.take(entry)
  }

  const advance = () => {
    if (!isOpen || isResyncing() || staleSince !== undefined) return
    const before = fold.watermark
    fold.advance(Math.min(lastBeat, feedNow()) - HOLD_BACK_MS)
    for (const agent of fold.agents.values())
      if (agent.said?.until !== undefined && agent.said.until > before && agent.said.until <= feedNow())
        fold.dirty.agents.add(agent.agentId)
    if (clock.now() - lastSweep < SWEEP_MS) return
    lastSweep = clock.now()
    fold.sweep()
  }

  let lastBeat = Number.NEGATIVE_INFINITY

  /** Notices silence and its end. One alert per silence, written like any other fact. */
  const watch = () => {
    const now = clock.now()
    const isStale = sources.isStale('owner', now)
    if (isStale === (staleSince !== undefined)) return
    isFeedDirty = true
    staleSince = isStale ? (sources.lastAt('owner') ?? now) : undefined
    if (isStale && sources.lastAt('owner') !== undefined)
      fold.facts.wantStale(sources.lastAt('owner') ?? now, feedNow())
    settle()
  }
  const stopWatch = clock.every(TICK_MS, () => isOpen && watch())

  return {
    feedId,
    run,
    position: () => fold.position,
    take(entries) {
      for (const entry of entries) takeOne(entry)
      settle()
    },
    connected(origin, hello) {
      sources.connected(origin, hello.name, clock.now())
      isFeedDirty = true
      if (origin === 'owner') {
        awaitsSnapshot = !hello.resumed
        fold.setOrder(hello.order)
        fold.facts.wantHello(hello.epoch, clock.now(), { order: hello.order, resumed: hello.resumed, demo: hello.demo })
      }
      watch()
      settle()
    },
    disconnected(origin) {
      sources.disconnected(origin)
      isFeedDirty = true
      settle()
    },
    heartbeat(origin, at) {
      sources.beat(origin, at, clock.now())
      isFeedDirty = true
      watch()
      if (origin === 'owner') {
        lastBeat = Math.max(lastBeat, at)
        advance()
      }
      settle()
    },
    onChange(listen) {
      listeners.add(listen)
      return () => listeners.delete(listen)
    },
    ...createViews({
      fold,
      sources,
      directory,
      feedId,
      name: deps.name,
      now: feedNow,
      serverNow: clock.now,
      isResyncing,
    }),
    drainAgentSpans: () => spans.drain(),
    hash: () => digest(fold),
    checkpoint: () => ({
      position: fold.position,
      calls: [...fold.calls.keys()],
      agents: [...fold.agents.values()],
      order: fold.order,
      isDemo: fold.isDemo,
      lastAt: fold.lastAt,
      queues: [...fold.queues.byId].map(([queueId, { scriptAt, transcriptAt }]) => ({
        queueId,
        scriptAt,
        transcriptAt,
      })),
    }),
    restore(checkpoint, entries) {
      fold.order = checkpoint.order
      fold.isDemo = checkpoint.isDemo
      fold.lastAt = checkpoint.lastAt
      for (const agent of checkpoint.agents) fold.agents.set(agent.agentId, agent)
      for (const { queueId, ...seen } of checkpoint.queues) fold.queues.remember(queueId, seen)
      for (const entry of entries) if (isKnown(entry) && entry.position <= checkpoint.position) fold.take(entry)
      fold.position = checkpoint.position
    },
    peopleChanged() {
      for (const agentId of fold.agents.keys()) fold.dirty.agents.add(agentId)
      for (const queueId of fold.queues.byId.keys()) fold.dirty.queues.add(queueId)
      isFeedDirty = true
      emit()
    },
    open() {
      isOpen = true
      isFeedDirty = true
      staleSince = sources.isStale('owner', clock.now()) ? (sources.lastAt('owner') ?? clock.now()) : undefined
      for (const agentId of fold.agents.keys()) fold.dirty.agents.add(agentId)
      settle()
    },
    close() {
      stopWatch()
      listeners.clear()
    },
  }
}
