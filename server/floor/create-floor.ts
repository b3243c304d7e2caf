import type { Clock } from '#server/clock.ts'
import { type CustomerErasure, eraseFromEntry } from '#server/domain/customer-erasure.ts'
import type { Entry, FeedOrder } from '#server/domain/entry.ts'
import { EVENT_DATA, type Event } from '#server/domain/event.ts'
import type { StoredEntry } from '#server/domain/event-log.ts'
import { FeedFold } from '#server/domain/feed/feed-fold.ts'
import { type LawBook, lawOf } from '#server/domain/feed/law-book.ts'
import { FEED_ORIGINS } from '#server/domain/words.ts'
import type { Directory, Floor, FloorChanges } from '#server/protocol/floor-port.ts'
import { AgentSpans } from './agent-spans.ts'
import { type Checkpoint, restoreFold } from './checkpoint.ts'
import { createViews } from './create-views.ts'
import { digest } from './digest.ts'
import { createFactWriter } from './fact-writer.ts'
import { takeJudgeTurns } from './judge-turns.ts'
import { LateCalls } from './late-calls.ts'
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
  /** Waits for calls on their way back from the log, then lets go of those that ended long ago. */
  tidy(): Promise<void>
  /** How the feed's entries are ordered. */
  order(): FeedOrder
  checkpoint(): Checkpoint
  restore(checkpoint: Checkpoint, entries: readonly StoredEntry[]): void
}

const isKnown = (entry: StoredEntry): entry is Entry => Object.hasOwn(EVENT_DATA, entry.event.type)

/** Joins the fold of one feed to clocks, people and viewers. */
export const createFloor = (deps: FloorDeps): RecoveringFloor => {
  const { clock, feedId, directory } = deps
  const fold = new FeedFold(feedId, 'time', deps.book)
  const rules = () => lawOf(fold.book, undefined).rules
  const sources = new Sources(rules().feedStaleSec * 1000)
  fold.hears = () =>
    FEED_ORIGINS.filter((origin) => origin !== 'owner' && sources.health(origin, clock.now(), false) === 'live')
  const spans = new AgentSpans()
  const listeners = new Set<(changes: FloorChanges) => void>()
  const run = clock.uuid()
  let isOpen = false
  let isFeedDirty = false
  let awaitsSnapshot = false
  let staleSince: number | undefined
  let lastSweep = clock.now()

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

  const writeFacts = createFactWriter({
    facts: fold.facts,
    clock,
    append: deps.append,
    onError: deps.onError,
    isOpen: () => isOpen,
  })

  const settle = () => {
    writeFacts()
    emit()
  }

  const erasures: CustomerErasure[] = []
  /** What was read or parked before an erasure and arrives after it. */
  const clean = (entry: Entry): Entry => erasures.reduce(eraseFromEntry, entry)

  const lateCalls = new LateCalls({
    clock,
    has: (callId) => fold.calls.has(callId),
    read: deps.loadCall,
    onError: deps.onError,
    take(stored, parked) {
      // Of a call whose events are gone the record keeps what it has; what was said since makes no call.
      if (![...stored, ...parked].some(({ source }) => source === 'feed')) return
      // What the log holds beyond the floor's position comes in its own turn.
      fold.reload(
        stored
          .filter(isKnown)
          .map(clean)
          .filter((entry) => entry.position <= fold.position),
      )
      for (const entry of parked) fold.take(clean(entry))
      settle()
    },
  })

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
    if (!lateCalls.park(entry)) fold.take(entry)
  }

  /** An entry the fold cannot take is told of and passed over: those behind it are folded all the same. */
  const takeSafely = (entry: StoredEntry) => {
    try {
      takeOne(entry)
    } catch (cause) {
      deps.onError(new Error(`the entry at position ${entry.position} could not be folded`, { cause }))
    }
  }

  const advance = () => {
    if (!isOpen || isResyncing() || lateCalls.isLoading || staleSince !== undefined) return
    const before = fold.watermark
    fold.advance(Math.min(lastBeat, feedNow()) - HOLD_BACK_MS, turns.enough())
    for (const agent of fold.agents.values())
      if (agent.said?.until !== undefined && agent.said.until > before && agent.said.until <= feedNow())
        fold.dirty.agents.add(agent.agentId)
    if (clock.now() - lastSweep < SWEEP_MS) return
    lastSweep = clock.now()
    fold.sweep()
  }

  let lastBeat = Number.NEGATIVE_INFINITY

  const mayJudge = () => isOpen && !isResyncing()
  const turns = takeJudgeTurns({ clock, judgements: fold.judgements, mayJudge, judged: settle })

  /** Notices silence and its end. One alert per silence, written like any other fact. */
  const watch = () => {
    const now = clock.now()
    const isStale = sources.isStale('owner', now)
    if (isStale === (staleSince !== undefined)) return
    isFeedDirty = true
    staleSince = isStale ? (sources.lastAt('owner') ?? now) : undefined
    if (isStale && sources.lastAt('owner') !== undefined && !rules().off.includes('feed_stale'))
      fold.facts.wantStale(sources.lastAt('owner') ?? now, feedNow())
    settle()
  }
  const stopWatch = clock.every(TICK_MS, () => isOpen && watch())

  return {
    feedId,
    run,
    position: () => fold.position,
    waiting: () => fold.judgements.waitingCount,
    take(entries) {
      for (const entry of entries) takeSafely(entry)
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
      const isStep = sources.beat(origin, at, clock.now())
      isFeedDirty = true
      watch()
      if (origin === 'owner') {
        if (isStep && Number.isFinite(lastBeat)) fold.stepClock(lastBeat, at)
        lastBeat = isStep ? at : Math.max(lastBeat, at)
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
    drainPeople() {
      const { people } = fold.agents
      fold.agents.people = []
      return people
    },
    hash: () => digest(fold),
    order: () => fold.order,
    checkpoint: () => ({
      position: fold.position,
      calls: [...new Set([...fold.calls.keys(), ...lateCalls.ids()])],
      agents: [...fold.agents.values()],
      order: fold.order,
      isDemo: fold.isDemo,
      lastAt: Number.isFinite(fold.lastAt) ? fold.lastAt : undefined,
      sources: sources.list(),
      facts: fold.facts.list(),
      companions: [...fold.companions.listWaiting(), ...fold.joined.unnamed().flatMap(({ entries }) => entries)],
      snapshot: fold.snapshot && {
        ...fold.snapshot,
        calls: [...fold.snapshot.calls],
        agents: [...fold.snapshot.agents],
      },
      told: [...fold.told],
      queues: [...fold.queues.byId].map(([queueId, { scriptAt, transcriptAt }]) => ({
        queueId,
        scriptAt,
        transcriptAt,
      })),
    }),
    restore(checkpoint, entries) {
      sources.restore(checkpoint.sources)
      restoreFold(fold, checkpoint, entries.filter(isKnown))
    },
    peopleChanged() {
      for (const agentId of fold.agents.keys()) fold.dirty.agents.add(agentId)
      for (const queueId of fold.queues.byId.keys()) fold.dirty.queues.add(queueId)
      for (const [callId, { call }] of fold.calls) if (call.clearedAt === undefined) fold.dirty.calls.add(callId)
      isFeedDirty = true
      emit()
    },
    eraseCustomer(erasure) {
      erasures.push(erasure)
      fold.rewrite((entry) => eraseFromEntry(entry, erasure))
      // Pages of calls that left memory show them from the record.
      for (const call of erasure.calls) if (call.feedId === feedId) fold.dirty.calls.add(call.callId)
      emit()
    },
    open() {
      isOpen = true
      isFeedDirty = true
      staleSince = sources.isStale('owner', clock.now()) ? (sources.lastAt('owner') ?? clock.now()) : undefined
      for (const agentId of fold.agents.keys()) fold.dirty.agents.add(agentId)
      settle()
    },
    async tidy() {
      await lateCalls.settled()
      fold.evictSpent()
    },
    close() {
      isOpen = false
      lateCalls.close()
      stopWatch()
      turns.stop()
      listeners.clear()
    },
  }
}
