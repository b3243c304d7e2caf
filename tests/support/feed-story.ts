import type { Entry, FeedOrder } from '#server/domain/entry.ts'
import type { EventData, EventType } from '#server/domain/event.ts'
import { FeedFold } from '#server/domain/feed/feed-fold.ts'
import { SERVER_EPOCH } from '#server/domain/feed/fold-log.ts'
import { type EntryOptions, entryAt, T0 } from './entries.ts'
import { book, CallStory } from './scenario.ts'

/** Entries of several stories as one log: in order of time, positions rising, counters dense. */
export const asLog = (...parts: (CallStory | readonly Entry[])[]): Entry[] => {
  const entries = parts.flatMap((part) => (part instanceof CallStory ? part.entries() : part))
  return entries
    .toSorted((a, b) => a.at - b.at)
    .map((entry, index) => ({ ...entry, position: index + 1, event: { ...entry.event, seq: index + 1 } }))
}

/** A fact of the feed itself or of an agent. */
export const fact = <T extends EventType>(
  second: number,
  type: T,
  data: EventData<T>,
  head: EntryOptions = {},
): Entry =>
  entryAt(second, type, data, { eventId: `${type}:${head.agentId ?? ''}${head.callId ?? ''}@${second}`, ...head })

/** What speech recognition says of an agent's talk; it names no call. */
export const words = (second: number, agentId: string, text: string, head: EntryOptions = {}): Entry =>
  entryAt(
    second,
    'transcript.segment',
    { utteranceId: `${agentId}@${second}`, revision: 0, isFinal: true, role: 'customer', text },
    { eventId: `asr-${agentId}-${second}`, agentId, origin: 'asr', epoch: 'asr', ...head },
  )

/** A fold as a server runs it: what it wants written comes back as entries. */
export const foldFeed = (order: FeedOrder = 'time') => {
  const fold = new FeedFold('f', order, book)
  let position = 0
  const written: Entry[] = []
  const settle = () => {
    for (const event of fold.facts.drain()) {
      const at = Date.parse(event.occurredAt)
      const place = { feedId: 'f', position: ++position, epoch: SERVER_EPOCH, at, receivedAt: at }
      const entry: Entry = { ...place, source: 'server', origin: 'owner', event }
      written.push(entry)
      fold.take(entry)
    }
  }
  return {
    fold,
    /** Server entries written so far. */
    written,
    take(...entries: readonly Entry[]) {
      for (const entry of entries) {
        position = Math.max(position, entry.position)
        fold.take(entry)
        settle()
      }
    },
    /** The feed's clock reaches this second. */
    reach(second: number) {
      fold.advance(T0 + second * 1000)
      settle()
    },
    sweep() {
      fold.sweep()
      settle()
    },
    call(callId: string) {
      const call = fold.calls.get(callId)?.call
      if (!call) throw new Error(`the floor holds no call ${callId}`)
      return call
    },
    texts: (callId: string) => fold.calls.get(callId)?.call.utterances.map(({ text }) => text) ?? [],
    wrongs: (callId: string) => fold.alerts(callId).map((alert) => `${alert.rule} ${alert.condition}`),
  }
}
