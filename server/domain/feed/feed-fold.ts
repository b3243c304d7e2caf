import { type AgentNow, deriveAgent, emptyAgent } from '../agent/agent.ts'
import { alertsOf } from '../call/alerts.ts'
import type { Alert, Call, Verdict } from '../call/call.ts'
import { addEntry, beginFold, type CallFold, identity, refold, removeEntries } from '../call/fold.ts'
import type { Entry, FeedOrder } from '../entry.ts'
import type { Event, EventData, EventOf } from '../event.ts'
import type { ActionEvent, FeedOrigin } from '../words.ts'
import { AgentBook } from './agent-book.ts'
import { AgentCalls, type AgentSegment } from './agent-calls.ts'
import { Companions, reachOf } from './companions.ts'
import { isSpent, loseSilent, nameJoined } from './housekeeping.ts'
import { JoinedWords } from './joined-words.ts'
import { Judgements } from './judgements.ts'
import { type LawBook, lawOf, settingsOf } from './law-book.ts'
import { QueueIndex } from './queue-index.ts'
import { ServerFacts } from './server-facts.ts'
import { beginSnapshot, closeSnapshot, gapCalls, noteItem, type Snapshot } from './snapshot.ts'

export type Dirty = { calls: Set<string>; agents: Set<string>; queues: Set<string> }

const isCompanion = ({ source, origin }: Entry): boolean => source === 'feed' && origin !== 'owner'

/**
 * The fold of one feed's log: calls, agents, joined companions, snapshots, verdicts. Pure and synchronous. What only a
 * server may decide (versions pinned, calls lost, alerts raised) is put into `facts` to be appended to the log, and takes
 * effect when it comes back as an entry.
 */
export class FeedFold {
  readonly calls = new Map<string, CallFold>()
  readonly companions = new Companions()
  readonly joined = new JoinedWords()
  readonly queues = new QueueIndex()
  readonly facts = new ServerFacts()
  /** What any system of the feed ever told of a call: what was never told is not missing in one. */
  readonly told = new Set<ActionEvent>()
  readonly dirty: Dirty = { calls: new Set(), agents: new Set(), queues: new Set() }
  readonly agents = new AgentBook(this.dirty.agents)
  order: FeedOrder
  book: LawBook
  isDemo = false
  position = 0
  /** Latest event time seen from the owner; epoch ms of the feed's clock. */
  lastAt = Number.NEGATIVE_INFINITY
  watermark = Number.NEGATIVE_INFINITY
  private readonly feedId: string
  private readonly agentCalls = new AgentCalls(this.calls)
  readonly judgements = new Judgements({
    callOf: (callId) => this.calls.get(callId)?.call,
    lawOf: (call) => lawOf(this.book, call),
    watermark: () => this.watermark,
    changed: (call) => this.markDirty(call),
    found: (call, verdict) => this.facts.wantFor(call, verdict, this.watermark),
  })
  snapshot: Snapshot | undefined
  /** Companions heard of now, as whoever joins this fold to the world knows it. */
  hears: () => readonly FeedOrigin[] = () => []

  constructor(feedId: string, order: FeedOrder, book: LawBook) {
    this.feedId = feedId
    this.order = order
    this.book = book
  }

  /** Folds one entry. */
  take(entry: Entry): void {
    this.position = Math.max(this.position, entry.position)
    if (entry.source === 'server') this.facts.settle(entry.event.eventId)
    const { event } = entry
    if (event.type.startsWith('feed.')) this.takeFeedFact(event)
    if (event.type === 'call.joined' && event.callId) this.joined.settle(event.callId, event.data.positions)
    if (entry.source === 'feed') this.noteTold(event)
    if (event.agentId) this.agents.take(entry, event.agentId)
    if (isCompanion(entry)) this.joinCompanion(entry)
    else if (event.callId && !event.type.startsWith('agent.')) this.addToCall(event.callId, entry)
    if (entry.source === 'feed' && entry.origin === 'owner') this.lastAt = Math.max(this.lastAt, entry.at)
  }

  /** Folds entries of calls that left memory again, or were there before a restart. Says nothing new of the feed. */
  reload(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const { callId, type } = entry.event
      if (!isCompanion(entry) && callId && !type.startsWith('agent.')) this.addToCall(callId, entry)
    }
    for (const entry of entries) if (isCompanion(entry)) this.joinCompanion(entry)
    for (const { event } of entries)
      if (event.type === 'call.joined' && event.callId) this.joined.settle(event.callId, event.data.positions)
  }

  /**
   * Moves the feed's clock: verdicts that fell due become true, waiting entries expire, old calls leave. Calls that
   * `isEnough` leaves unjudged wait for the next time.
   */
  advance(watermark: number, isEnough?: () => boolean): void {
    if (watermark <= this.watermark) return
    this.watermark = watermark
    this.judgements.judgeWaiting(isEnough)
    this.judgements.judgeDue()
    this.companions.expire(watermark)
  }

  /**
   * The producer's clock was set from one reading to another: what lies between them says nothing of how long anything
   * lasted, and what was due by the old reading is not due by the new one.
   */
  stepClock(from: number, to: number): void {
    this.watermark = Math.min(this.watermark, to)
    for (const call of this.listCalls())
      if (call.clearedAt === undefined) this.facts.wantGap(call, Math.min(from, to), Math.max(from, to))
  }

  /** Drops calls that were cleared long ago, clears as lost what has been silent for a day, writes down what joined. */
  sweep(): void {
    nameJoined(this.joined, this.calls, this.facts)
    this.evictSpent()
    loseSilent(this.calls, this.watermark, this.facts)
  }

  /** Drops calls that were cleared long ago. */
  evictSpent(): void {
    for (const [callId, { call }] of [...this.calls]) if (this.isSpent(call)) this.evict(callId)
  }

  /** Ended so long ago, by what the log tells, that it leaves memory at the next sweep. */
  isSpent(call: Call): boolean {
    return isSpent(call, this.lastAt)
  }

  /** The feed declared how its events are ordered; calls folded another way are folded anew. */
  setOrder(order: FeedOrder): void {
    if (this.order === order) return
    this.order = order
    for (const callId of this.calls.keys()) this.foldAnew(callId)
  }

  /** Puts other entries in the place of those held, and folds the calls they change anew. */
  rewrite(change: (entry: Entry) => Entry): void {
    for (const [callId, fold] of this.calls) {
      const entries = fold.entries.map(change)
      if (entries.every((entry, i) => entry === fold.entries[i])) continue
      fold.entries = entries
      this.foldAnew(callId)
    }
  }

  private foldAnew(callId: string): void {
    const fold = this.calls.get(callId)
    if (!fold) return
    const before = fold.call
    refold(fold, this.order, settingsOf(this.book, before))
    this.index(fold.call, before)
    this.changed(fold.call)
  }

  alerts(callId: string): Alert[] {
    const fold = this.calls.get(callId)
    return fold ? alertsOf(fold.call, this.verdicts(callId)) : []
  }

  /** Everything found wrong with a call, whether or not it calls somebody. */
  verdicts(callId: string): readonly Verdict[] {
    return this.judgements.of(callId)
  }

  segmentsOf(agentId: string): AgentSegment[] {
    return this.agentCalls.segments(agentId)
  }

  agentNow(agentId: string, now: number): AgentNow {
    return deriveAgent(this.agents.get(agentId) ?? emptyAgent(agentId), this.segmentsOf(agentId), now)
  }

  private noteTold({ type, data }: Event): void {
    if (type === 'call.fact') this.told.add((data as EventData<'call.fact'>).name)
    else if (type === 'scenario.tagged' || type === 'help.requested') this.told.add(type)
  }

  private takeFeedFact(event: Event): void {
    if (event.type === 'feed.hello') this.takeHello(event)
    else if (event.type === 'feed.snapshot_begin') this.snapshot = beginSnapshot(event.data, this.lastAt)
    else if (event.type === 'feed.snapshot_item') noteItem(this.snapshot, event)
    else if (event.type === 'feed.snapshot_end') this.endSnapshot()
    else if (event.type === 'feed.gap')
      gapCalls(this.listCalls(), Date.parse(event.data.from), Date.parse(event.data.to), this.facts)
  }

  private readonly listCalls = (): Call[] => [...this.calls.values()].map(({ call }) => call)

  private takeHello(event: EventOf<'feed.hello'>): void {
    this.isDemo = event.data.demo
    this.setOrder(event.data.order)
  }

  private endSnapshot(): void {
    const { snapshot } = this
    this.snapshot = undefined
    if (!snapshot) return
    closeSnapshot(snapshot, this.listCalls(), this.facts)
    if (snapshot.agents.size > 0) this.agents.keepOnly(snapshot.agents, snapshot.asOf)
  }

  private joinCompanion(entry: Entry): void {
    if (entry.event.type.startsWith('agent.') || entry.event.type.startsWith('feed.')) return
    const callId = this.findCall(entry)
    if (!callId) return this.companions.hold(entry)
    if (entry.event.callId !== callId) this.joined.add(callId, entry)
    this.addToCall(callId, { ...entry, event: { ...entry.event, callId } })
  }

  private readonly findCall = (entry: Entry) => this.companions.find(entry, (agentId) => this.agentCalls.of(agentId))

  /** The call's agents or their times are known better now: what companions said of them may belong elsewhere. */
  private rejoin(call: Call, before: Call): void {
    const agents = new Set([...before.segments, ...call.segments].map((segment) => segment.agentId))
    const near = new Set([call.callId, ...[...agents].flatMap((agentId) => [...this.agentCalls.ids(agentId)])])
    for (const callId of near) {
      const astray = this.joined
        .of(callId)
        .filter(({ event }) => event.agentId !== undefined && agents.has(event.agentId))
        .filter((entry) => this.findCall(entry) !== callId)
      if (astray.length === 0) continue
      this.takeOut(callId, astray)
      for (const entry of astray) this.joinCompanion(entry)
    }
  }

  private takeOut(callId: string, entries: readonly Entry[]): void {
    const fold = this.calls.get(callId)
    if (!fold) return
    const ids = new Set(entries.map(identity))
    const before = fold.call
    this.joined.remove(callId, ids)
    removeEntries(fold, ids, this.order, settingsOf(this.book, before))
    this.index(fold.call, before)
    this.changed(fold.call)
    this.markDirty(before)
  }

  private addToCall(callId: string, entry: Entry): void {
    const fold = this.calls.get(callId) ?? beginFold(this.feedId, callId, entry.at)
    this.calls.set(callId, fold)
    const before = fold.call
    const reach = this.joined.isEmpty ? undefined : reachOf(before)
    const wasPinned = before.pinned
    const { length: wordsBefore } = before.utterances
    const { length: aliasesBefore } = before.aliases
    if (!addEntry(fold, entry, this.order, settingsOf(this.book, before))) return
    // Further words on top change the call's page, its rows and, once they are finished, what is wrong; never where it stands.
    const areWords = entry.event.type === 'transcript.segment' && fold.call === before && wordsBefore > 0
    if (areWords && before.aliases.length === aliasesBefore) {
      this.dirty.calls.add(callId)
      this.judgements.outdate(callId, true)
      return
    }
    if (fold.call.pinned && !wasPinned && fold.call.pinned.settings !== this.book.current.settings)
      refold(fold, this.order, settingsOf(this.book, fold.call))
    if (!fold.call.pinned && entry.source === 'feed')
      this.facts.wantPin(fold.call, this.book.current, this.hears(), [...this.told].sort())
    this.index(fold.call, before)
    this.changed(fold.call)
    if (fold.call !== before) this.markDirty(before)
    if (isCompanion(entry)) return
    if (reach !== undefined && reachOf(fold.call) !== reach) this.rejoin(fold.call, before)
    for (const waiting of this.companions.release(fold.call)) this.joinCompanion(waiting)
  }

  private index(call: Call, before: Call): void {
    this.companions.learn(call)
    for (const queueId of this.queues.note(call)) this.dirty.queues.add(queueId)
    for (const { agentId } of call.segments) this.agents.ensure(agentId)
    this.agentCalls.note(call, before)
  }

  private markDirty(call: Call): void {
    this.dirty.calls.add(call.callId)
    for (const segment of call.segments) this.dirty.agents.add(segment.agentId)
  }

  private changed(call: Call): void {
    this.judgements.outdate(call.callId, false)
    this.markDirty(call)
  }

  private evict(callId: string): void {
    const fold = this.calls.get(callId)
    if (!fold) return
    this.companions.forget(fold.call)
    this.joined.forget(callId)
    this.queues.forget(callId)
    this.agentCalls.forget(fold.call)
    for (const { agentId, endedAt } of fold.call.segments) this.agents.noteEnd(agentId, endedAt)
    this.calls.delete(callId)
    this.judgements.forget(callId)
    this.markDirty(fold.call)
  }
}
