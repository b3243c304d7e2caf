import type { Call, Segment } from '#server/domain/call/call.ts'
import { type CallFold, foldCall } from '#server/domain/call/fold.ts'
import { judge } from '#server/domain/call/judge.ts'
import type { Entry, FeedOrder } from '#server/domain/entry.ts'
import type { EventData, EventType } from '#server/domain/event.ts'
import { lawOf, settingsOf } from '#server/domain/feed/law-book.ts'
import type { ClearCause, Scenario, Step, TransferKind } from '#server/domain/words.ts'
import { type EntryOptions, entryAt, T0 } from './entries.ts'
import { testBook } from './law-book.ts'

/** Queues of the tests' world and what they are for; any other queue has no scenario. */
export const book = testBook([
  { kind: 'queue', key: 'complaint', scenario: 'complaint' },
  { kind: 'queue', key: 'inquiry', scenario: 'inquiry' },
  { kind: 'queue', key: 'callback', scenario: 'satisfaction_callback' },
])

type Leg = { agentId: string; segmentId: string }

/**
 * Tells a call as a story, each sentence with its second after T0, and gives the entries a switch would send. `agentId`
 * and segment of a sentence are those of the agent who rang or answered last.
 */
export class CallStory {
  readonly callId: string
  private readonly told: Entry[] = []
  private leg: Leg | undefined
  private legs = 0

  constructor(callId: string) {
    this.callId = callId
  }

  at<T extends EventType>(second: number, type: T, data: EventData<T>, head: EntryOptions = {}): this {
    const n = this.told.length + 1
    const isOwner = (head.source ?? 'feed') === 'feed' && (head.origin ?? 'owner') === 'owner'
    const place = { callId: this.callId, eventId: `${this.callId}-${n}`, seq: isOwner ? n : undefined, position: n }
    this.told.push(entryAt(second, type, data, { ...place, ...head }))
    return this
  }

  offered(second: number, data: EventData<'call.offered'> = { direction: 'inbound' }): this {
    return this.at(second, 'call.offered', data)
  }
  queued(second: number, queueId: string): this {
    return this.at(second, 'call.queued', {}, { queueId })
  }
  leavesQueue(second: number, queueId: string, reason: EventData<'call.dequeued'>['reason']): this {
    return this.at(second, 'call.dequeued', { reason }, { queueId })
  }
  rings(second: number, agentId: string): this {
    return this.at(second, 'call.alerting', {}, this.next(agentId))
  }
  doesNotAnswer(second: number): this {
    return this.at(second, 'call.diverted', { cause: 'no_answer' }, this.leg)
  }
  answers(second: number, agentId?: string): this {
    return this.at(second, 'call.connected', {}, agentId ? this.next(agentId) : this.leg)
  }
  assists(second: number, agentId: string): this {
    return this.at(second, 'call.connected', { assist: true }, { agentId, segmentId: `${this.callId}-assist` })
  }
  step(second: number, step: Step, more: EntryOptions = {}): this {
    return this.at(second, 'step.entered', { step }, { ...this.leg, ...more })
  }
  completes(second: number, step: Step): this {
    return this.at(second, 'step.completed', { step }, this.leg)
  }
  skips(second: number, step: Step): this {
    return this.at(second, 'step.skipped', { step }, this.leg)
  }
  resets(second: number, step: Step): this {
    return this.at(second, 'step.reset', { step }, this.leg)
  }
  /** The five steps one after the other, `pace` seconds each. */
  goesThrough(second: number, pace: number, ...steps: Step[]): this {
    for (const [index, step] of steps.entries()) this.step(second + index * pace, step)
    return this
  }
  hold(from: number, to?: number, by: 'agent' | 'customer' = 'agent'): this {
    this.at(from, 'call.held', { by }, this.leg)
    return to === undefined ? this : this.at(to, 'call.retrieved', { by }, this.leg)
  }
  consults(from: number, to?: number): this {
    this.at(from, 'call.consult_started', {}, this.leg)
    return to === undefined ? this : this.at(to, 'call.consult_ended', {}, this.leg)
  }
  transfers(second: number, kind: TransferKind): this {
    return this.at(second, 'call.transferred', { kind }, this.leg)
  }
  leaves(second: number, cause: ClearCause): this {
    return this.at(second, 'call.party_cleared', { cause }, this.leg)
  }
  ends(second: number, cause: ClearCause): this {
    return this.at(second, 'call.cleared', { cause })
  }
  hangsUp(second: number, by: 'agent' | 'customer'): this {
    return this.ends(second, `${by}_hangup`)
  }
  level(second: number, level: number, reason?: string): this {
    return this.at(second, 'complaint.level', { level, reason }, this.leg)
  }
  mood(second: number, sentiment: 'negative' | 'neutral' | 'positive', role?: 'customer' | 'agent'): this {
    return this.at(second, 'signal.sentiment', { sentiment, role }, this.leg)
  }
  setsLevel(second: number, level: number, reason = '听过了'): this {
    return this.at(second, 'complaint.level', { level, reason }, { source: 'person', epoch: 'people' })
  }
  tagged(second: number, scenario: Scenario): this {
    return this.at(second, 'scenario.tagged', { scenario })
  }
  setByHand(second: number, scenario: Scenario): this {
    return this.at(second, 'call.scenario_set', { scenario, by: 'supervisor' }, { source: 'person', epoch: 'people' })
  }
  fact(second: number, name: EventData<'call.fact'>['name'], value?: string | number | boolean): this {
    return this.at(second, 'call.fact', { name, value }, { origin: 'crm', epoch: 'crm' })
  }
  says(second: number, text: string, more: Partial<EventData<'transcript.segment'>> = {}): this {
    const utterance = {
      utteranceId: `u${this.told.length}`,
      revision: 0,
      isFinal: true,
      role: 'customer' as const,
      text,
    }
    return this.at(second, 'transcript.segment', { ...utterance, ...more }, { origin: 'asr', epoch: 'asr' })
  }
  /** The recogniser begins to listen, stops, or breaks off. */
  listens(second: number, what: 'started' | 'ended' | 'failed' = 'started'): this {
    return this.at(second, `transcript.${what}`, {}, { origin: 'asr', epoch: 'asr' })
  }
  agent(second: number, text: string): this {
    return this.says(second, text, { role: 'agent' })
  }
  customer(second: number, text: string): this {
    return this.says(second, text, { role: 'customer' })
  }
  /** What the server writes when the switch was not heard for a while. */
  unseen(from: number, to: number): this {
    const iso = (second: number) => new Date(T0 + second * 1000).toISOString()
    return this.at(to, 'call.gap', { from: iso(from), to: iso(to) }, { source: 'server', epoch: 'server' })
  }

  entries(): Entry[] {
    return this.told
  }
  fold(order: FeedOrder = 'time'): Call {
    return this.foldAll(order).call
  }
  foldAll(order: FeedOrder = 'time'): CallFold {
    return foldCall('f', this.callId, this.told, order, settingsOf(book, undefined))
  }
  /** The handling of the nth agent, counted from 0. */
  segment(index = 0): Segment {
    const segment = this.fold().segments[index]
    if (!segment) throw new Error(`the story has no segment ${index}`)
    return segment
  }
  /** Status words of the five steps of the nth agent, in order. */
  statuses(index = 0): string {
    return Object.values(this.segment(index).steps)
      .map(({ status }) => status)
      .join(' ')
  }
  /** What is wrong once the feed's clock has reached this second; the story's last one when none is given. */
  verdicts(second = this.lastSecond()) {
    const call = this.fold()
    return judge(call, lawOf(book, call), T0 + second * 1000).verdicts
  }
  /** The same in words: rule, step or level, condition. */
  wrongs(second = this.lastSecond()): string[] {
    return this.verdicts(second).map(({ rule, step, level, condition }) =>
      [rule, step ?? level, condition].filter((word) => word !== undefined).join(' '),
    )
  }

  private lastSecond(): number {
    return (Math.max(...this.told.map(({ at }) => at)) - T0) / 1000
  }

  private next(agentId: string): Leg {
    if (this.leg?.agentId !== agentId) this.legs += 1
    this.leg = { agentId, segmentId: `${this.callId}-s${this.legs}` }
    return this.leg
  }
}

export const call = (callId = 'c1') => new CallStory(callId)

/** A complaint that waited 5 s and is talked about since second 10. */
export const answeredComplaint = (callId = 'c1') =>
  call(callId).offered(0).queued(2, 'complaint').rings(5, '1001').answers(10)

/** A story's seconds of an epoch time, for expectations that read like the story. */
export const secondOf = (at: number | undefined) => (at === undefined ? undefined : (at - T0) / 1000)
