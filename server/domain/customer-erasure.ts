import type { Event, ForeignEvent, SealedNumber } from './event.ts'

/** What one erasure did to the log; `erase_customer` in the database is its other half. */
export type CustomerErasure = {
  /** The customer's reference until then, and the random one their calls share since. */
  ref: string
  fresh: string
  /** Masked forms of the number. */
  masks: readonly string[]
  /** By feed, the log position up to which entries were looked at. */
  upTo: Readonly<Record<string, number>>
  /** Calls that had entries of this customer. */
  calls: readonly { feedId: string; callId: string }[]
}

type Data = { customer?: SealedNumber; dialled?: string }

const cleanData = (data: Data, { ref, fresh, masks }: CustomerErasure): Data => {
  const { customer, dialled } = data
  let clean = data
  if (customer?.customerRef === ref) clean = { ...clean, customer: { customerRef: fresh } }
  if (dialled !== undefined && masks.includes(dialled)) {
    const { dialled: _, ...rest } = clean
    clean = rest
  }
  return clean
}

/** The event as the log has it after the erasure; the same object when it says nothing of this customer. */
const eraseFromEvent = <E extends Event | ForeignEvent>(event: E, erasure: CustomerErasure): E => {
  const data = event.data as Data
  const cleaned = cleanData(data, erasure)
  const deviceId = erasure.masks.reduce((id, mask) => id?.replaceAll(mask, mask.replace(/[0-9]/g, '*')), event.deviceId)
  return cleaned === data && deviceId === event.deviceId
    ? event
    : { ...event, data: cleaned, ...(deviceId === undefined ? {} : { deviceId }) }
}

type Held = { feedId: string; position: number; event: Event | ForeignEvent }

/** The same for an entry; one that came after the erasure is of a new contact and stays. */
export const eraseFromEntry = <E extends Held>(entry: E, erasure: CustomerErasure): E => {
  if (entry.position > (erasure.upTo[entry.feedId] ?? 0)) return entry
  const isTouched = erasure.calls.some(({ feedId, callId }) => feedId === entry.feedId && callId === entry.event.callId)
  if (!isTouched) return entry
  const event = eraseFromEvent(entry.event, erasure)
  return event === entry.event ? entry : { ...entry, event }
}
