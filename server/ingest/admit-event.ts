import type { FeedOrder } from '../domain/entry.ts'
import type { Event, ForeignEvent } from '../domain/event.ts'
import { parseEvent } from '../domain/parse-event.ts'
import { redactEvent } from '../domain/redact.ts'
import type { FeedOrigin } from '../domain/words.ts'
import { refuseType } from './allowed-types.ts'
import { checkForeign } from './check-foreign.ts'
import type { Seal } from './seal.ts'

export type Admitted =
  | { ok: true; event: Event | ForeignEvent; isKnown: boolean }
  | { ok: false; path: string; reason: string }

export type Speaker = { origin: FeedOrigin; order: FeedOrder }

const refuse = (path: string, reason: string): Admitted => ({ ok: false, path, reason })

/** Checks one event of a feed and takes the clear numbers out of it: what comes back may be stored. */
export const admitEvent = (input: unknown, { origin, order }: Speaker, seal: Seal): Admitted => {
  const parsed = parseEvent(input)
  if (!parsed.ok) return refuse(parsed.path, parsed.reason)
  const { event, known } = parsed
  const notAllowed = refuseType(origin, event.type)
  if (notAllowed) return refuse('type', notAllowed)
  if (order === 'seq' && event.seq === undefined)
    return refuse('seq', 'is required, for the feed declared its order by seq')
  if (!known) {
    const fault = checkForeign(event.data)
    if (fault) return refuse(fault.path, fault.reason)
  }
  return { ok: true, event: redactEvent(event, known, seal.number), isKnown: known }
}
