import { overlaps } from './identity.ts'
import { Lists } from './lists.ts'
import { type RowOutcome, refused } from './plan.ts'
import { placeKey, type Seat } from './seats.ts'

/** Somebody's work in [from, to), epoch ms, at a seat if the roster gives one. */
export type Shift = { agentNo: string; from: number; to: number; site: string | null; seat: string | null }

const isSame = (a: Shift, b: Shift) => a.to === b.to && a.seat === b.seat && a.site === b.site
const atSeat = ({ site, seat }: Shift) => (seat === null ? '' : placeKey({ site, name: seat }))

/**
 * Takes one shift after the other, or says why not: nobody works twice at once, and a seat is one person's at a time. A shift
 * that begins when one of the person's begins replaces it. `changes` are pairs of what was and what is to be.
 */
export const planShifts = (known: readonly Shift[]) => {
  const byPerson = new Lists<Shift>(({ agentNo }) => agentNo, known)
  const bySeat = new Lists(atSeat, known)
  const changes = new Map<string, { before?: Shift; after: Shift }>()
  const put = (given: Shift): RowOutcome => {
    const own = byPerson.of(given)
    const there = own.find((one) => one.from === given.from)
    const clash = own.find((one) => one !== there && overlaps(one, given))
    if (clash) return refused('shiftOverlaps', { from: clash.from, to: clash.to })
    const taken =
      given.seat !== null && bySeat.of(given).find((one) => one.agentNo !== given.agentNo && overlaps(one, given))
    if (taken) return refused('seatTaken', { agentNo: taken.agentNo })
    if (there && isSame(there, given)) return { outcome: 'same' }
    byPerson.replace(there, given)
    bySeat.replace(there, given)
    const key = `${given.agentNo}\n${given.from}`
    const before = changes.has(key) ? changes.get(key)?.before : there
    changes.set(key, { before, after: given })
    return { outcome: there ? 'changed' : 'added' }
  }
  return { put, changes: () => [...changes.values()] }
}

/** The site of the seat a roster names in [from, to): with a site that one's, else the only one of that name. */
export const findSeat = (
  seats: readonly Seat[],
  given: { site: string | null; seat: string; from: number; to: number },
): { site: string | null } | 'none' | 'ambiguous' => {
  const there = seats.filter(
    (one) => one.name === given.seat && (given.site === null || one.site === given.site) && overlaps(one, given),
  )
  const sites = new Set(there.map((one) => one.site))
  const [site] = sites
  if (site === undefined) return 'none'
  return sites.size > 1 ? 'ambiguous' : { site }
}

/** Which agents of feeds a shift is at, and when: its seat's devices while it has them. */
export const devicesOf = (
  seats: readonly Seat[],
  shift: Shift,
): { feedId: string; agentId: string; from: number; to: number }[] =>
  seats
    .filter((one) => shift.seat !== null && placeKey(one) === atSeat(shift) && overlaps(one, shift))
    .map(({ feedId, agentId, from, to }) => ({
      feedId,
      agentId,
      from: Math.max(from, shift.from),
      to: Math.min(to ?? Number.POSITIVE_INFINITY, shift.to),
    }))
