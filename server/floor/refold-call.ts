import type { FeedOrder } from '#server/domain/entry.ts'
import type { StoredEntry } from '#server/domain/event-log.ts'
import { foldLog } from '#server/domain/feed/fold-log.ts'
import { KEEP_CLEARED_MS } from '#server/domain/feed/housekeeping.ts'
import type { LawBook } from '#server/domain/feed/law-book.ts'
import type { Directory } from '#server/protocol/floor-port.ts'
import { createViews } from './create-views.ts'
import { Sources } from './sources.ts'

/** A call no floor holds any more, from its own entries; undefined when they make no call. */
export const refoldCall = (
  entries: readonly StoredEntry[],
  parts: { callId: string; order: FeedOrder; book: LawBook; directory: Directory },
) => {
  const [first] = entries
  const fold = first && foldLog(entries, parts.book, parts.order).get(first.feedId)
  const call = fold?.calls.get(parts.callId)?.call
  if (!fold || !call) return undefined
  // It left memory when the feed was that far past its end: what fell due in the after-call work has.
  if (call.clearedAt !== undefined) fold.advance(Math.max(call.clearedAt, call.lastAt) + KEEP_CLEARED_MS)
  const then = () => fold.lastAt
  const views = createViews({
    fold,
    sources: new Sources(0),
    directory: parts.directory,
    feedId: call.feedId,
    name: call.feedId,
    now: then,
    serverNow: then,
    isResyncing: () => false,
  })
  const seen = views.callView(parts.callId)
  const reading = views.reading(parts.callId)
  return seen && reading && { call, reading, view: seen.view, contributions: views.contributions(parts.callId) }
}
