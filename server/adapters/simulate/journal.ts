import type { Event, EventData, EventHead, EventType } from '#server/domain/event.ts'
import type { Scenario, Step } from '#server/domain/words.ts'
import type { PlantedKind } from './conversation.ts'

type Head = Partial<
  Pick<EventHead, 'callId' | 'segmentId' | 'agentId' | 'deviceId' | 'queueId' | 'related' | 'derived' | 'observed'>
>

/** An event that has happened but has no number yet. Times are epoch ms. */
export type Draft = { at: number; head: Head; type: EventType; data: unknown }

/** A fault put in on purpose, for whoever judges what the product finds. */
export type Planted = {
  /** ISO time by the feed's clock when it became visible. */
  at: string
  callId: string
  segmentId: string
  agentId: string
  scenario: Scenario
  kind: PlantedKind
  step?: Step
  /** Only with `action_omitted`: which action of the playbook. */
  action?: string
  /** What a listener must make of the words; only with `escalation`. */
  level?: number
}

export const toIso = (at: number): string => new Date(at).toISOString()

/** What happens, in order of time, until somebody takes it away. */
export const createJournal = () => {
  let drafts: Draft[] = []
  let planted: Planted[] = []
  let lastAt = 0
  return {
    write<T extends EventType>(at: number, type: T, head: Head, data: EventData<T>) {
      drafts.push({ at, type, head, data })
      lastAt = at
    },
    /** Time of the latest event. */
    lastAt: () => lastAt,
    plant(fault: Planted) {
      planted.push(fault)
    },
    /** Hands out everything since the last time. */
    take(): { drafts: Draft[]; planted: Planted[] } {
      const taken = { drafts, planted }
      drafts = []
      planted = []
      return taken
    },
    /** Forgets what is over, as if it had never been written. */
    keep(isKept: (draft: Draft) => boolean, isFaultKept: (fault: Planted) => boolean) {
      drafts = drafts.filter(isKept)
      planted = planted.filter(isFaultKept)
    },
  }
}
export type Journal = ReturnType<typeof createJournal>

/** Gives drafts their dense numbers within an epoch; the number is the event's id as well. */
export const createNumbering = () => {
  let seq = 0
  return (draft: Draft): Event => {
    const event = {
      eventId: String(seq),
      seq,
      occurredAt: toIso(draft.at),
      ...draft.head,
      type: draft.type,
      data: draft.data,
    }
    seq += 1
    return event as Event
  }
}
