import type { Entry, FeedOrder, ForeignEntry } from '../entry.ts'
import { EVENT_DATA } from '../event.ts'
import { FeedFold } from './feed-fold.ts'
import type { LawBook } from './law-book.ts'

/** Epoch of the ids of entries the server itself writes. */
export const SERVER_EPOCH = 'server'

const isKnown = (entry: Entry | ForeignEntry): entry is Entry => Object.hasOwn(EVENT_DATA, entry.event.type)

/** Folds what the server would have written and takes it as if it came back from the log. */
const takeFacts = (fold: FeedFold, feedId: string): void => {
  for (let events = fold.facts.drain(); events.length > 0; events = fold.facts.drain())
    for (const event of events) {
      const at = Date.parse(event.occurredAt)
      const place = { feedId, position: fold.position, epoch: SERVER_EPOCH, at, receivedAt: at }
      fold.take({ ...place, source: 'server', origin: 'owner', event })
    }
}

/**
 * Folds a whole log, one fold per feed. A log that holds server entries is taken as it is; from bare feed events the
 * server's facts are made on the way, and every verdict that holds at the log's end counts as raised.
 */
export const foldLog = (
  entries: readonly (Entry | ForeignEntry)[],
  book: LawBook,
  order: FeedOrder = 'time',
): Map<string, FeedFold> => {
  const folds = new Map<string, FeedFold>()
  const isComplete = entries.some((entry) => entry.source === 'server')
  for (const entry of entries) {
    if (!isKnown(entry)) continue
    const fold = folds.get(entry.feedId) ?? new FeedFold(entry.feedId, order, book)
    folds.set(entry.feedId, fold)
    fold.take(entry)
    if (!isComplete) takeFacts(fold, entry.feedId)
  }
  for (const [feedId, fold] of folds) {
    fold.advance(fold.lastAt)
    if (!isComplete) takeFacts(fold, feedId)
  }
  return folds
}
