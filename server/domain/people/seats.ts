import { overlaps } from './identity.ts'
import { Lists } from './lists.ts'
import { type RowOutcome, refused } from './plan.ts'

/** A place in a room, and the agent of a feed its device is in [from, to), epoch ms. */
export type Seat = {
  id: string
  site: string | null
  name: string
  feedId: string
  agentId: string
  from: number
  to: number | null
}

export const placeKey = ({ site, name }: Pick<Seat, 'site' | 'name'>): string => `${site ?? ''}\n${name}`
const deviceKey = ({ feedId, agentId }: Seat) => `${feedId}\n${agentId}`

/** `总部 A-12`, as people call it. */
export const seatName = ({ site, name }: Pick<Seat, 'site' | 'name'>): string => (site ? `${site} ${name}` : name)

/**
 * Takes one seat after the other, or says why not: one seat has one device at a time, one device one seat. A seat that had
 * another device without an end had it until now. `changed` are those to be written.
 */
export const planSeats = (known: readonly Seat[]) => {
  const places = new Lists(placeKey, known)
  const devices = new Lists(deviceKey, known)
  const changed = new Map<string, Seat>()
  const replace = (old: Seat | undefined, fresh: Seat) => {
    places.replace(old, fresh)
    devices.replace(old, fresh)
    changed.set(fresh.id, fresh)
  }
  const put = (given: Seat): RowOutcome => {
    const here = places.of(given)
    const there = here.find((one) => one.from === given.from)
    const cut = here.find((one) => one !== there && one.to === null && one.from < given.from)
    const clash = here.find((one) => one !== there && one !== cut && overlaps(one, given))
    if (clash) return refused('seatOverlaps', { from: clash.from })
    const elsewhere = devices.of(given).find((one) => one !== there && one !== cut && overlaps(one, given))
    if (elsewhere) return refused('deviceElsewhere', { seat: seatName(elsewhere) })
    if (there && deviceKey(there) === deviceKey(given) && there.to === given.to) return { outcome: 'same' }
    if (cut) replace(cut, { ...cut, to: given.from })
    replace(there, there ? { ...given, id: there.id } : given)
    return { outcome: there ? 'changed' : 'added' }
  }
  return { put, changed: () => [...changed.values()] }
}
