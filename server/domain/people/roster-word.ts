import { type Identity, identityAt, overlaps, putIdentity } from './identity.ts'
import { type RowOutcome, refused } from './plan.ts'

const isKept = (known: readonly Identity[], given: Identity) =>
  known.some(
    (one) =>
      one.source === given.source &&
      one.agentNo === given.agentNo &&
      one.notedFrom === given.notedFrom &&
      overlaps(one, given),
  )

/** Takes one row of a file into what is known of an agent, and says what it did; what it says already may be anybody's word. */
export const takeRosterWord = (
  known: readonly Identity[],
  given: Identity,
): { known: readonly Identity[]; result: RowOutcome } => {
  const there = identityAt(known, given.from)
  if (there?.agentNo === given.agentNo && there.from === given.from && there.to === given.to)
    return { known, result: { outcome: 'same' } }
  const after = putIdentity(known, given)
  if (!isKept(after, given)) return { known, result: refused('correctedByHand') }
  return { known: after, result: { outcome: known.some((one) => overlaps(one, given)) ? 'changed' : 'added' } }
}
