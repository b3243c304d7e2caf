import { isTalking } from '../call/apply-legs.ts'
import type { Call } from '../call/call.ts'

export type QueueNow = {
  /** Calls that wait, with the time they joined. */
  waiting: Map<string, number>
  /** Calls an agent talks to. */
  talking: Set<string>
  /** Latest time a step event or an utterance was seen on this queue's calls. */
  scriptAt?: number
  transcriptAt?: number
}

/** What each queue holds right now, kept up call by call. */
export class QueueIndex {
  readonly byId = new Map<string, QueueNow>()
  private readonly placesOf = new Map<string, string[]>()

  /** Takes note of where the call stands; returns the queues whose figures may have moved. */
  note(call: Call): string[] {
    const left = this.placesOf.get(call.callId) ?? []
    for (const queueId of left) this.remove(queueId, call.callId)
    if (call.clearedAt === undefined) this.place(call)
    const touched = this.queuesOf(call)
    for (const queueId of touched) this.noteEvidence(queueId, call)
    this.placesOf.set(call.callId, touched)
    return [...new Set([...left, ...touched])]
  }

  /** What was seen of a queue before this process began. */
  remember(queueId: string, seen: Pick<QueueNow, 'scriptAt' | 'transcriptAt'>): void {
    Object.assign(this.ensure(queueId), seen)
  }

  forget(callId: string): void {
    for (const queueId of this.placesOf.get(callId) ?? []) this.remove(queueId, callId)
    this.placesOf.delete(callId)
  }

  private place(call: Call): void {
    for (const visit of call.queueVisits)
      if (visit.to === undefined) this.ensure(visit.queueId).waiting.set(call.callId, visit.from)
    for (const segment of call.segments)
      if (segment.queueId && isTalking(segment)) this.ensure(segment.queueId).talking.add(call.callId)
  }

  private queuesOf(call: Call): string[] {
    const ids = new Set(call.queueVisits.map((visit) => visit.queueId))
    for (const segment of call.segments) if (segment.queueId) ids.add(segment.queueId)
    return [...ids]
  }

  private noteEvidence(queueId: string, call: Call): void {
    const queue = this.ensure(queueId)
    const hasSteps = call.segments.some((s) => s.queueId === queueId && s.hasEvidence)
    if (hasSteps) queue.scriptAt = Math.max(queue.scriptAt ?? 0, call.lastAt)
    if (call.utterances.length > 0) queue.transcriptAt = Math.max(queue.transcriptAt ?? 0, call.lastAt)
  }

  private ensure(queueId: string): QueueNow {
    const known = this.byId.get(queueId)
    if (known) return known
    const queue: QueueNow = { waiting: new Map(), talking: new Set() }
    this.byId.set(queueId, queue)
    return queue
  }

  private remove(queueId: string, callId: string): void {
    const queue = this.byId.get(queueId)
    queue?.waiting.delete(callId)
    queue?.talking.delete(callId)
  }
}
