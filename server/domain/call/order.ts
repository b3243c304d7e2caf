import type { Entry, FeedOrder } from '../entry.ts'

/** Place of an entry in its call's own order. Depends on the entries alone, never on their arrival. */
export type OrderKey = { t: number; rank: number; seq: number; epoch: string; id: string }

const NUMERIC = /^\d{1,15}(\.\d{1,6})?$/

/** Producer counters compare as numbers and come before other ids. */
const compareIds = (a: string, b: string): number => {
  const numericA = NUMERIC.test(a)
  const numericB = NUMERIC.test(b)
  if (numericA !== numericB) return numericA ? -1 : 1
  if (numericA) {
    const [wholeA = '', partA = '-1'] = a.split('.')
    const [wholeB = '', partB = '-1'] = b.split('.')
    const difference = Number(wholeA) - Number(wholeB) || Number(partA) - Number(partB)
    if (difference !== 0) return difference
  }
  return a < b ? -1 : a > b ? 1 : 0
}

export const compareKeys = (a: OrderKey, b: OrderKey): number =>
  a.t - b.t ||
  a.rank - b.rank ||
  a.seq - b.seq ||
  (a.epoch < b.epoch ? -1 : a.epoch > b.epoch ? 1 : 0) ||
  compareIds(a.id, b.id)

export const isOwner = (entry: Entry) => entry.source === 'feed' && entry.origin === 'owner'

/** At one instant: what was not seen, then what the owner saw, its companions, the server, people. */
const rankOf = (entry: Entry): number => {
  if (entry.event.type === 'call.gap') return -1
  if (entry.source === 'feed') return entry.origin === 'owner' ? 0 : 1
  return entry.source === 'server' ? 2 : 3
}

/** The key of an entry; `floor` is the latest effective time of the owner's entries before it (order `seq` only). */
export const keyOf = (entry: Entry, order: FeedOrder, floor: number): OrderKey => ({
  t: order === 'seq' && isOwner(entry) ? Math.max(entry.at, floor) : entry.at,
  rank: rankOf(entry),
  seq: isOwner(entry) ? (entry.event.seq ?? 0) : 0,
  epoch: entry.epoch,
  id: entry.event.eventId,
})

export type Ordered = { key: OrderKey; entry: Entry }

const compareCounters = (a: Entry, b: Entry): number =>
  (a.event.seq ?? 0) - (b.event.seq ?? 0) || compareIds(a.event.eventId, b.event.eventId)

/** Owner's entries of an earlier epoch come first; an epoch begins with its lowest counter of this call. */
const sortBySeq = (entries: readonly Entry[]): Entry[] => {
  const firsts = new Map<string, Entry>()
  for (const entry of entries) {
    const first = firsts.get(entry.epoch)
    if (isOwner(entry) && (!first || compareCounters(entry, first) < 0)) firsts.set(entry.epoch, entry)
  }
  const begins = new Map([...firsts].map(([epoch, entry]) => [epoch, entry.at]))
  const compare = (a: Entry, b: Entry) =>
    (begins.get(a.epoch) ?? 0) - (begins.get(b.epoch) ?? 0) ||
    (a.epoch < b.epoch ? -1 : a.epoch > b.epoch ? 1 : 0) ||
    compareCounters(a, b)
  return [...entries].sort(compare)
}

/**
 * The order in which a call is folded. With `time` by (occurredAt, seq, eventId). With `seq` the owner's entries keep
 * their counter's order and never run backwards in time; others are placed among them by time.
 */
export const orderEntries = (entries: readonly Entry[], order: FeedOrder): Ordered[] => {
  let floor = Number.NEGATIVE_INFINITY
  const keyed = (order === 'seq' ? sortBySeq(entries) : entries).map((entry) => {
    const key = keyOf(entry, order, floor)
    if (isOwner(entry)) floor = key.t
    return { key, entry }
  })
  return keyed.sort((a, b) => compareKeys(a.key, b.key))
}
