import type { Entry, FeedOrder } from '../entry.ts'
import { scopeOf } from '../event-log.ts'
import type { FloorSettings } from '../settings.ts'
import { applyEntry } from './apply.ts'
import type { Call } from './call.ts'
import { emptyCall } from './empty-call.ts'
import { compareKeys, isOwner, keyOf, type OrderKey, orderEntries } from './order.ts'

/**
 * A call and all its entries. Entries may come in any order, doubled and late: an entry that belongs at the end is
 * folded on top, any other re-folds the call from its beginning.
 */
export type CallFold = {
  call: Call
  entries: Entry[]
  seen: Set<string>
  /** Key of the last entry folded, and the latest effective time of the owner's entries. */
  last: OrderKey | undefined
  ownerFloor: number
  refolds: number
}

/** Bookkeeping that touches nothing the other entries touch: its place among them does not matter. */
const COMMUTING = new Set<string>(['alert.raised', 'alert.handled', 'call.pinned'])

const identity = (entry: Entry) => `${scopeOf(entry)}\u0001${entry.epoch}\u0001${entry.event.eventId}`

export const beginFold = (feedId: string, callId: string, at: number): CallFold => ({
  call: emptyCall(feedId, callId, at),
  entries: [],
  seen: new Set(),
  last: undefined,
  ownerFloor: Number.NEGATIVE_INFINITY,
  refolds: 0,
})

/** Adds one entry. Returns false when it was there already. */
export const addEntry = (fold: CallFold, entry: Entry, order: FeedOrder, settings: FloorSettings): boolean => {
  const id = identity(entry)
  if (fold.seen.has(id)) return false
  fold.seen.add(id)
  fold.entries.push(entry)
  if (COMMUTING.has(entry.event.type)) {
    applyEntry(fold.call, entry, settings)
    return true
  }
  const key = keyOf(entry, order, fold.ownerFloor)
  const isNext = fold.last === undefined || compareKeys(fold.last, key) < 0
  if (isNext && isDenseNext(fold, entry, order)) push(fold, entry, key, settings)
  else refold(fold, order, settings)
  return true
}

/** With order `seq` an owner's entry may only be folded on top when no later counter was folded before it. */
const isDenseNext = (fold: CallFold, entry: Entry, order: FeedOrder): boolean => {
  if (order !== 'seq' || !isOwner(entry)) return true
  const last = fold.entries.findLast((e) => e !== entry && isOwner(e))
  return last === undefined || (last.epoch === entry.epoch && (last.event.seq ?? 0) < (entry.event.seq ?? 0))
}

const push = (fold: CallFold, entry: Entry, key: OrderKey, settings: FloorSettings): void => {
  applyEntry(fold.call, entry, settings)
  fold.last = key
  if (isOwner(entry)) fold.ownerFloor = Math.max(fold.ownerFloor, key.t)
}

/** Folds the call anew from all its entries. */
export const refold = (fold: CallFold, order: FeedOrder, settings: FloorSettings): void => {
  const ordered = orderEntries(fold.entries, order)
  const first = ordered[0]
  if (!first) return
  fold.call = emptyCall(fold.call.feedId, fold.call.callId, first.entry.at)
  fold.entries = ordered.map((o) => o.entry)
  fold.last = undefined
  fold.ownerFloor = Number.NEGATIVE_INFINITY
  fold.refolds += 1
  for (const { key, entry } of ordered) push(fold, entry, key, settings)
}

/** The call these entries make. */
export const foldCall = (
  feedId: string,
  callId: string,
  entries: readonly Entry[],
  order: FeedOrder,
  settings: FloorSettings,
): CallFold => {
  const fold = beginFold(feedId, callId, entries[0]?.at ?? 0)
  for (const entry of entries) {
    const id = identity(entry)
    if (fold.seen.has(id)) continue
    fold.seen.add(id)
    fold.entries.push(entry)
  }
  refold(fold, order, settings)
  return fold
}
