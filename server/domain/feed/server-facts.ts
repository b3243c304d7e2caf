import type { Call, Verdict } from '../call/call.ts'
import { wantsCallBack } from '../call/call-backs.ts'
import type { Event, EventOf } from '../event.ts'
import type { ActionEvent, FeedOrigin } from '../words.ts'

const iso = (at: number) => new Date(at).toISOString()

/**
 * What the server wants written into the log. Ids follow from what they say, so that wanting twice, or again after a
 * crash, writes once.
 */
export class ServerFacts {
  private readonly wanted = new Map<string, Event>()
  /** Handed out and not yet seen in the log. */
  private readonly pending = new Map<string, Event>()

  /** The fact is in the log. */
  settle(eventId: string): void {
    this.wanted.delete(eventId)
    this.pending.delete(eventId)
  }

  /** Hands out what is wanted, once. */
  drain(): Event[] {
    const events = [...this.wanted.values()]
    for (const event of events) this.pending.set(event.eventId, event)
    this.wanted.clear()
    return events
  }

  /** Wants again what was handed out and never came back. */
  retry(): void {
    for (const [id, event] of this.pending) this.wanted.set(id, event)
    this.pending.clear()
  }

  /** True while calls may still become lost or gapped by what is on its way: nothing may be judged before. */
  get isResyncing(): boolean {
    for (const map of [this.wanted, this.pending])
      for (const event of map.values()) if (event.type === 'call.gap' || event.type === 'call.cleared') return true
    return false
  }

  wantHello(epoch: string, at: number, hello: EventOf<'feed.hello'>['data']): void {
    this.want({ type: 'feed.hello', eventId: `hello:${epoch}:${at}`, occurredAt: iso(at), data: hello })
  }

  wantStale(since: number, at: number): void {
    const key = `feed_stale|feed|${since}`
    const data = { key, rule: 'feed_stale', dueAt: iso(at) }
    this.want({ type: 'alert.raised', eventId: `raise:${key}`, occurredAt: iso(at), data })
  }

  wantPin(
    call: Call,
    versions: { playbook: number; rules: number; settings: number },
    heard: readonly FeedOrigin[],
    told: readonly ActionEvent[],
  ): void {
    const companions = heard.length > 0 ? { companions: [...heard] } : {}
    this.want({
      type: 'call.pinned',
      eventId: `pin:${call.callId}`,
      occurredAt: iso(call.startedAt),
      callId: call.callId,
      data: { ...versions, ...companions, told: [...told] },
    })
  }

  wantLost(call: Call, at: number): void {
    this.want({
      type: 'call.cleared',
      eventId: `lost:${call.callId}:${call.lastAt}`,
      occurredAt: iso(Math.max(at, call.lastAt)),
      callId: call.callId,
      derived: true,
      data: { cause: 'lost' },
    })
  }

  wantGap(call: Call, from: number, to: number): void {
    this.want({
      type: 'call.gap',
      eventId: `gap:${call.callId}:${from}:${to}`,
      occurredAt: iso(to),
      callId: call.callId,
      data: { from: iso(from), to: iso(to) },
    })
  }

  /** What a verdict asks to be written: an alert, or a call back to the customer; once. */
  wantFor(call: Call, verdict: Verdict, at: number): void {
    if (verdict.as === 'alert' && !call.raised[verdict.key]) this.wantRaised(call, verdict, at)
    if (wantsCallBack(verdict) && !call.callBacks[verdict.key]) this.wantCallBack(call, verdict, at)
  }

  private wantRaised(call: Call, verdict: Verdict, at: number): void {
    this.want({
      type: 'alert.raised',
      eventId: `raise:${verdict.key}`,
      occurredAt: iso(Math.max(at, verdict.dueAt)),
      callId: call.callId,
      data: { key: verdict.key, rule: verdict.rule, dueAt: iso(verdict.dueAt) },
    })
  }

  private wantCallBack(call: Call, verdict: Verdict, at: number): void {
    this.want({
      type: 'callback.opened',
      eventId: `callback:${verdict.key}`,
      occurredAt: iso(Math.max(at, verdict.endedAt ?? verdict.dueAt)),
      callId: call.callId,
      data: { key: verdict.key, rule: verdict.rule, dueAt: iso(verdict.dueAt) },
    })
  }

  wantJoined(call: Call, positions: number[]): void {
    this.want({
      type: 'call.joined',
      eventId: `joined:${call.callId}:${Math.max(...positions)}`,
      occurredAt: iso(call.lastAt),
      callId: call.callId,
      data: { positions },
    })
  }

  /** What is not in the log yet. */
  list(): Event[] {
    return [...this.pending.values(), ...this.wanted.values()]
  }

  want(event: Event): void {
    if (!this.pending.has(event.eventId)) this.wanted.set(event.eventId, event)
  }
}
