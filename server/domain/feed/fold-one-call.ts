import type { Call } from '../call/call.ts'
import { foldCall } from '../call/fold.ts'
import type { Entry, FeedOrder } from '../entry.ts'
import { EVENT_DATA } from '../event.ts'
import type { StoredEntry } from '../event-log.ts'
import { Companions } from './companions.ts'
import { type LawBook, settingsOf } from './law-book.ts'

type Parts = { callId: string; order: FeedOrder; book: Pick<LawBook, 'settings' | 'current'> }

const isOfCalls = (entry: StoredEntry): entry is Entry =>
  Object.hasOwn(EVENT_DATA, entry.event.type) && !entry.event.type.startsWith('agent.')

const isCompanion = ({ source, origin }: Entry) => source === 'feed' && origin !== 'owner'

/**
 * One call from its own entries and those the log says joined it, folded once and not judged: what a feed's whole fold
 * would hold of it. Undefined where the entries make no call.
 */
export const foldOneCall = (entries: readonly StoredEntry[], { callId, order, book }: Parts): Call | undefined => {
  const known = entries.filter(isOfCalls)
  const own = known.filter((entry) => !isCompanion(entry) && entry.event.callId === callId)
  const [first] = own
  if (!first) return undefined
  const pin = own.find(({ event }) => event.type === 'call.pinned')?.event
  const settings = settingsOf(book, pin?.type === 'call.pinned' ? { pinned: pin.data } : undefined)
  const fold = (more: readonly Entry[]) => foldCall(first.feedId, callId, [...own, ...more], order, settings).call

  const told = known.filter((entry) => isCompanion(entry) && !entry.event.type.startsWith('feed.'))
  if (told.every(({ event }) => event.callId === callId)) return fold(told)
  const alone = fold([])
  const companions = new Companions()
  companions.learn(alone)
  // What joined by agent and time and was taken out again later is still named by the log.
  const joined = told.filter((entry) => companions.find(entry, () => [alone]) === callId)
  return fold(joined.map((entry) => ({ ...entry, event: { ...entry.event, callId } })))
}
