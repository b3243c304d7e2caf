import { type AgentNow, type AgentRecord, applyAgent, deriveAgent, emptyAgent, forgetAgent } from '../agent/agent.ts'
import { alertsOf } from '../call/alerts.ts'
import type { Alert, Call, Segment } from '../call/call.ts'
import { addEntry, beginFold, type CallFold, refold } from '../call/fold.ts'
import { type Judgement, judge } from '../call/judge.ts'
import type { Entry, FeedOrder } from '../entry.ts'
import type { Event, EventOf } from '../event.ts'
import { Companions } from './companions.ts'
import { type LawBook, lawOf, settingsOf } from './law-book.ts'
import { QueueIndex } from './queue-index.ts'
import { ServerFacts } from './server-facts.ts'
import { type Snapshot, closeSnapshot } from './snapshot.ts'

export type Dirty = { calls: Set<string>; agents: Set<string>; queues: Set<string> }

/** How long a cleared call stays in memory, and how long a silent one counts as live. Milliseconds. */
const KEEP_CLEARED_MS = 15 * 60_000
const IDLE_LOST_MS = 24 * 60 * 60_000

/**
 * The fold of one feed's log: calls, agents, joined companions, snapshots, verdicts. Pure and synchronous. What only a
 * server may decide (versions pinned, calls lost, alerts raised) is put into `facts` to be appended to the log, and takes
 * effect when it comes back as an entry.
 */
export class FeedFold {
  readonly calls = new Map<string, CallFold>()
  readonly agents = new Map<string, AgentRecord>()
  readonly companions = new Companions()
  readonly queues = new QueueIndex()
  readonly facts = new ServerFacts()
  readonly dirty: Dirty = { calls: new Set(), agents: new Set(), queues: new Set() }
  order: FeedOrder
  book: LawBook
  isDemo = false
  position = 0
  /** Latest event time seen from the owner; epoch ms of the feed's clock. */
  lastAt = Number.NEGATIVE_INFINITY
  watermark = Number.NEGATIVE_INFINITY
  private readonly feedId: string
  private readonly callsOfAgent = new Map<string, Set<string>>()
  private readonly judgements = new Map<string, Judgement>()
  private snapshot: Snapshot | undefined

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
    if (event.type.startsWith('feed.')) this.takeFeedFact(entry, event)
    if (event.agentId) this.takeAgentFact(entry, event.agentId)
    if (entry.source === 'feed' && entry.origin !== 'owner') this.joinCompanion(entry)
    else if (event.callId && !event.type.startsWith('agent.')) this.addToCall(event.callId, entry)
    if (entry.source === 'feed' && entry.origin === 'owner') this.lastAt = Math.max(this.lastAt, entry.at)
  }

  /** Moves the feed's clock: verdicts that fell due become true, waiting entries expire, old calls leave. */
  advance(watermark: number): void {
    if (watermark <= this.watermark) return
    this.watermark = watermark
    for (const [callId, judgement] of this.judgements)
      if (judgement.nextDue !== undefined && judgement.nextDue <= watermark) this.judgeCall(callId)
    this.companions.expire(watermark)
  }

  /** Drops calls that were cleared long ago; clears as lost what has been silent for a day. */
  sweep(): string[] {
    const evicted: string[] = []
    for (const [callId, { call }] of this.calls) {
      if (call.clearedAt === undefined) {
        if (call.lastAt + IDLE_LOST_MS < this.watermark) this.facts.wantLost(call, this.watermark)
      } else if (Math.max(call.clearedAt, call.lastAt) + KEEP_CLEARED_MS < this.watermark) evicted.push(callId)
    }
    for (const callId of evicted) this.evict(callId)
    return evicted
  }

  /** The feed declared how its events are ordered; calls folded another way are folded anew. */
  setOrder(order: FeedOrder): void {
    if (this.order === order) return
    this.order = order
    for (const [callId, fold] of this.calls) {
      refold(fold, order, settingsOf(this.book, fold.call))
      this.judgeCall(callId)
    }
  }

  alerts(callId: string): Alert[] {
    const fold = this.calls.get(callId)
    return fold ? alertsOf(fold.call, this.judgements.get(callId)?.verdicts ?? []) : []
  }

  /** The agent's segments in memory, in order of time. */
  segmentsOf(agentId: string): { call: Call; segment: Segment; isOutbound: boolean }[] {
    const found: { call: Call; segment: Segment; isOutbound: boolean }[] = []
    for (const call of this.callsOf(agentId))
      for (const segment of call.segments)
        if (segment.agentId === agentId) found.push({ call, segment, isOutbound: call.direction === 'outbound' })
    const begin = ({ segment }: { segment: Segment }) => segment.answeredAt ?? segment.offeredAt ?? 0
    return found.sort((a, b) => begin(a) - begin(b))
  }

  agentNow(agentId: string, now: number): AgentNow {
    return deriveAgent(this.agents.get(agentId) ?? emptyAgent(agentId), this.segmentsOf(agentId), now)
  }

  private *callsOf(agentId: string): Iterable<Call> {
    for (const callId of this.callsOfAgent.get(agentId) ?? []) {
      const fold = this.calls.get(callId)
      if (fold) yield fold.call
    }
  }

  private takeFeedFact(entry: Entry, event: Event): void {
    if (event.type === 'feed.hello') this.takeHello(event)
    else if (event.type === 'feed.snapshot_begin')
      this.snapshot = { asOf: Date.parse(event.data.asOf), from: this.lastAt, calls: new Set(), agents: new Set() }
    else if (event.type === 'feed.snapshot_item') this.noteSnapshotItem(event)
    else if (event.type === 'feed.snapshot_end') this.endSnapshot()
    else if (event.type === 'feed.gap')
      for (const { call } of this.calls.values())
        if (call.clearedAt === undefined) this.facts.wantGap(call, Date.parse(event.data.from), Date.parse(event.data.to), entry.at)
  }

  private takeHello(event: EventOf<'feed.hello'>): void {
    this.isDemo = event.data.demo
    this.setOrder(event.data.order)
  }

  private noteSnapshotItem(event: EventOf<'feed.snapshot_item'>): void {
    if (event.callId) this.snapshot?.calls.add(event.callId)
    else if (event.agentId) this.snapshot?.agents.add(event.agentId)
  }

  private endSnapshot(): void {
    const { snapshot } = this
    this.snapshot = undefined
    if (!snapshot) return
    closeSnapshot(snapshot, [...this.calls.values()].map((fold) => fold.call), this.facts)
    if (snapshot.agents.size === 0) return
    for (const agent of this.agents.values())
      if (!snapshot.agents.has(agent.agentId)) {
        forgetAgent(agent, snapshot.asOf)
        this.dirty.agents.add(agent.agentId)
      }
  }

  private takeAgentFact(entry: Entry, agentId: string): void {
    const isAgentFact = entry.event.type.startsWith('agent.') || (entry.event.type === 'feed.snapshot_item' && !entry.event.callId)
    if (entry.source !== 'feed' || !isAgentFact) return
    applyAgent(this.ensureAgent(agentId), entry)
    this.dirty.agents.add(agentId)
  }

  private ensureAgent(agentId: string): AgentRecord {
    const known = this.agents.get(agentId)
    if (known) return known
    const agent = emptyAgent(agentId)
    this.agents.set(agentId, agent)
    this.dirty.agents.add(agentId)
    return agent
  }

  private joinCompanion(entry: Entry): void {
    if (entry.event.type.startsWith('agent.') || entry.event.type.startsWith('feed.')) return
    const callId = this.companions.find(entry, (agentId) => this.callsOf(agentId))
    if (!callId) return this.companions.hold(entry)
    this.addToCall(callId, { ...entry, event: { ...entry.event, callId } })
  }

  private addToCall(callId: string, entry: Entry): void {
    let fold = this.calls.get(callId)
    if (!fold) {
      fold = beginFold(this.feedId, callId, entry.at)
      this.calls.set(callId, fold)
    }
    const before = fold.call
    const wasPinned = before.pinned
    if (!addEntry(fold, entry, this.order, settingsOf(this.book, before))) return
    if (fold.call.pinned && !wasPinned && fold.call.pinned.settings !== this.book.current.settings)
      refold(fold, this.order, settingsOf(this.book, fold.call))
    if (!fold.call.pinned && entry.source === 'feed') this.facts.wantPin(fold.call, this.book.current)
    this.index(fold.call, before)
    this.judgeCall(callId)
    this.markDirty(before)
    if (fold.call !== before) this.markDirty(fold.call)
    for (const waiting of this.companions.release(fold.call)) this.joinCompanion(waiting)
  }

  private index(call: Call, before: Call): void {
    this.companions.learn(call)
    for (const queueId of this.queues.note(call)) this.dirty.queues.add(queueId)
    for (const { agentId } of call.segments) {
      this.ensureAgent(agentId)
      const calls = this.callsOfAgent.get(agentId)
      if (calls) calls.add(call.callId)
      else this.callsOfAgent.set(agentId, new Set([call.callId]))
    }
    if (before === call) return
    for (const { agentId } of before.segments)
      if (!call.segments.some((s) => s.agentId === agentId)) this.callsOfAgent.get(agentId)?.delete(call.callId)
  }

  private markDirty(call: Call): void {
    this.dirty.calls.add(call.callId)
    for (const segment of call.segments) this.dirty.agents.add(segment.agentId)
  }

  private judgeCall(callId: string): void {
    const fold = this.calls.get(callId)
    if (!fold) return
    // What was raised was due then: a restart must not take it back before the feed's clock is heard again.
    const raised = Object.values(fold.call.raised).map(({ dueAt }) => dueAt)
    const judgement = judge(fold.call, lawOf(this.book, fold.call), Math.max(this.watermark, ...raised))
    this.judgements.set(callId, judgement)
    this.markDirty(fold.call)
    for (const verdict of judgement.verdicts)
      if (!fold.call.raised[verdict.key]) this.facts.wantRaised(fold.call, verdict, this.watermark)
  }

  private evict(callId: string): void {
    const fold = this.calls.get(callId)
    if (!fold) return
    this.companions.forget(fold.call)
    this.queues.forget(callId)
    for (const { agentId } of fold.call.segments) this.callsOfAgent.get(agentId)?.delete(callId)
    this.calls.delete(callId)
    this.judgements.delete(callId)
    this.markDirty(fold.call)
  }
}
