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
  /** Position of the last note folded. */
  notedUpTo: number
  refolds: number
}

/**
 * Bookkeeping of the server and of people: touches nothing the other entries touch, and is folded in the order in which
 * it was written, whatever clock its times come from.
 */
const NOTES = new Set<string>([
  'alert.raised',
  'alert.handled',
  'verdict.disputed',
  'dispute.decided',
  'callback.opened',
  'callback.done',
  'callback.dropped',
  'call.pinned',
  'call.joined',
])

const isNote = (entry: Entry) => NOTES.has(entry.event.type)

/** Equal for two deliveries of one fact. */
export const identity = (entry: Entry): string => `${scopeOf(entry)}\u0001${entry.epoch}\u0001${entry.event.eventId}`

export const beginFold = (feedId: string, callId: string, at: number): CallFold => ({
  call: emptyCall(feedId, callId, at),
  entries: [],
  seen: new Set(),
  last: undefined,
  ownerFloor: Number.NEGATIVE_INFINITY,
  notedUpTo: Number.NEGATIVE_INFINITY,
  refolds: 0,
})

/** Adds one entry. Returns false when it was there already. */
export const addEntry = (fold: CallFold, entry: Entry, order: FeedOrder, settings: FloorSettings): boolean => {
  const id = identity(entry)
  if (fold.seen.has(id)) return false
  fold.seen.add(id)
  fold.entries.push(entry)
  if (isNote(entry)) {
    if (entry.position < fold.notedUpTo) refold(fold, order, settings)
    else pushNote(fold, entry, settings)
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
  if (!isOwner(entry)) return
  if (key.t > entry.at) fold.call.flags.clockSkew = true
  fold.ownerFloor = Math.max(fold.ownerFloor, key.t)
}

const pushNote = (fold: CallFold, note: Entry, settings: FloorSettings): void => {
  applyEntry(fold.call, note, settings)
  fold.notedUpTo = note.position
}

/** Folds the call anew from all its entries. */
export const refold = (fold: CallFold, order: FeedOrder, settings: FloorSettings): void => {
  const notes = fold.entries.filter(isNote).sort((a, b) => a.position - b.position)
  const ordered = orderEntries(
    fold.entries.filter((entry) => !isNote(entry)),
    order,
  )
  const first = ordered[0]?.entry ?? notes[0]
  if (!first) return
  fold.call = emptyCall(fold.call.feedId, fold.call.callId, first.at)
  fold.entries = [...ordered.map((o) => o.entry), ...notes]
  fold.last = undefined
  fold.ownerFloor = Number.NEGATIVE_INFINITY
  fold.refolds += 1
  for (const { key, entry } of ordered) push(fold, entry, key, settings)
  for (const note of notes) pushNote(fold, note, settings)
}

/** Takes entries out again, such as words that turned out to belong to another call. */
export const removeEntries = (
  fold: CallFold,
  entries: ReadonlySet<string>,
  order: FeedOrder,
  settings: FloorSettings,
): void => {
  fold.entries = fold.entries.filter((entry) => !entries.has(identity(entry)))
  for (const id of entries) fold.seen.delete(id)
  refold(fold, order, settings)
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
