import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { NewEntry } from '../domain/event-log.ts'
import { maskText } from '../domain/redact.ts'
import type { DeadLetterNote, EventsAnswer, Hello } from '../protocol/feed.ts'
import { admitEvent } from './admit-event.ts'
import { describeDead } from './dead-letter.ts'
import type { FeedLine } from './feed-line.ts'
import type { FeedStore, FeedToken } from './feed-store.ts'
import type { IngestLimits } from './limits.ts'
import type { Committed } from './log-writer.ts'
import type { Seal } from './seal.ts'

export type Counters = { stored: number; duplicates: number; dead: number; foreign: number }

/** What a connection knows after its hello. */
export type Greeted = { hello: Hello; line: FeedLine }

/** Stores one message's events; resolves once they are committed and folded, their dead letters kept. */
export type TakeEvents = (token: FeedToken, greeted: Greeted, inputs: readonly unknown[]) => Promise<EventsAnswer>

type Parts = {
  store: FeedStore
  seal: Seal
  clock: Clock
  logger: Logger
  limits: IngestLimits
  counters: Counters
}

const NOTHING: Committed = { positions: [], culprits: [] }

/** A path or reason may quote what the feed sent. */
const asNote = (text: string, length: number) => maskText(text.slice(0, length)).toWellFormed().replaceAll('\u0000', '')

const noteOf = (index: number, path: string, reason: string): DeadLetterNote => ({
  index,
  path: asNote(path, 200),
  reason: asNote(reason, 300),
})

export const createTakeEvents = ({ store, seal, clock, logger, limits, counters }: Parts): TakeEvents => {
  const bury = async (token: FeedToken, receivedAt: number, dead: DeadLetterNote[], inputs: readonly unknown[]) => {
    if (dead.length === 0) return
    counters.dead += dead.length
    const letters = dead.map(({ index, path, reason }) => ({
      origin: token.origin,
      receivedAt,
      path,
      reason,
      event: describeDead(inputs[index]),
    }))
    try {
      await store.bury(token.feedId, letters, limits.maxDeadPerHour)
    } catch (error) {
      logger.warn({ feedId: token.feedId, err: error, letters: letters.length }, 'dead letters could not be kept')
    }
  }

  return async (token, { hello, line }, inputs) => {
    const receivedAt = clock.now()
    const speaker = { origin: token.origin, order: hello.order }
    const entries: NewEntry[] = []
    const indexes: number[] = []
    const dead: DeadLetterNote[] = []
    for (const [index, input] of inputs.entries()) {
      const admitted = admitEvent(input, speaker, seal)
      if (!admitted.ok) {
        dead.push(noteOf(index, admitted.path, admitted.reason))
        continue
      }
      if (!admitted.isKnown) counters.foreign += 1
      entries.push({ source: 'feed', origin: token.origin, epoch: hello.epoch, event: admitted.event, receivedAt })
      indexes.push(index)
    }

    const { positions, culprits } = entries.length > 0 ? await line.append(entries, false) : NOTHING
    for (const { index, reason } of culprits) dead.push(noteOf(indexes[index] ?? -1, '(database)', reason))
    const stored = positions.filter((position) => position !== null).length
    const duplicates = positions.length - stored - culprits.length
    counters.stored += stored
    counters.duplicates += duplicates
    await bury(token, receivedAt, dead, inputs)
    return { ok: true, stored, duplicates, dead: dead.sort((a, b) => a.index - b.index) }
  }
}
