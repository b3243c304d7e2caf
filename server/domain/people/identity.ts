/** How it is known who an agent of a feed was: what the feed says, a roster, a person's word. */
export const IDENTITY_SOURCES = ['login', 'member', 'roster', 'hand'] as const
export type IdentitySource = (typeof IDENTITY_SOURCES)[number]

/** Whoever ranks higher is believed; among equals, whoever spoke last. */
const RANK: Record<IdentitySource, number> = { login: 1, member: 1, roster: 2, hand: 3 }

/** Who an agent of a feed was in [from, to), epoch ms; `to` null while it lasts. */
export type Identity = {
  /** 工号. */
  agentNo: string
  from: number
  to: number | null
  source: IdentitySource
  /** Where the interval began when it was noted; what is cut off its beginning does not change this. */
  notedFrom: number
  /** Server clock. */
  notedAt: number
  notedBy: string
  reason?: string
}

export const isFeedsWord = ({ source }: { source: IdentitySource }): boolean => RANK[source] === 1

const endOf = ({ to }: { to: number | null }) => to ?? Number.POSITIVE_INFINITY
const toEnd = (end: number) => (Number.isFinite(end) ? end : null)

export const overlaps = (a: { from: number; to: number | null }, b: { from: number; to: number | null }): boolean =>
  a.from < endOf(b) && b.from < endOf(a)

/** What is left of `one` outside `hole`: nothing, one piece or two. */
const cutOut = (one: Identity, hole: { from: number; to: number | null }): Identity[] => {
  if (!overlaps(one, hole)) return [one]
  const pieces = [
    { ...one, to: toEnd(Math.min(endOf(one), hole.from)) },
    { ...one, from: Math.max(one.from, endOf(hole)) },
  ]
  return pieces.filter((piece) => piece.from < endOf(piece))
}

const inOrder = (identities: readonly Identity[]) => identities.toSorted((a, b) => a.from - b.from)

/**
 * `known`, in order and without overlaps, with `given` added: it gives way to what outranks it, and cuts or splits what it
 * outranks or what of its own rank was said before. The answer is in order and without overlaps again.
 */
export const putIdentity = (known: readonly Identity[], given: Identity): Identity[] => {
  const stronger = known.filter((one) => RANK[one.source] > RANK[given.source])
  const others = known.filter((one) => RANK[one.source] <= RANK[given.source])
  const pieces = stronger.reduce((left, one) => left.flatMap((piece) => cutOut(piece, one)), [given])
  return inOrder([...stronger, ...others.flatMap((one) => cutOut(one, given)), ...pieces])
}

/** What a feed says at `at`: from now on this agent is the one with this 工号. */
export type SaidIdentity = { agentNo: string; at: number; source: 'login' | 'member' }

/**
 * The feed's word holds until it names another; one that comes late, until the next one known. Saying again who it is anyway
 * changes nothing; nor does an agent's own id for a 工号, as long as the feed has named nobody.
 */
export const beginIdentity = (
  known: readonly Identity[],
  agentId: string,
  { agentNo, at, source }: SaidIdentity,
  noted: { at: number; by: string },
): readonly Identity[] => {
  const words = known.filter(isFeedsWord).toSorted((a, b) => a.notedFrom - b.notedFrom)
  const before = words.findLast((one) => one.notedFrom <= at)
  if ((before?.agentNo ?? agentId) === agentNo) return known
  const next = words.find((one) => one.notedFrom > at)
  const to = next?.notedFrom ?? null
  return putIdentity(known, { agentNo, from: at, to, source, notedFrom: at, notedAt: noted.at, notedBy: noted.by })
}

const isSameWord = (a: Identity, b: Identity) =>
  a.agentNo === b.agentNo && a.source === b.source && a.notedFrom === b.notedFrom

/**
 * `known` without the interval that begins at `from`. Its time goes back to what the feed had said, where that ended or was
 * cut because of it; else nobody is known to have been there.
 */
export const takeBackIdentity = (known: readonly Identity[], from: number): readonly Identity[] => {
  const gone = known.find((one) => one.from === from)
  if (!gone) return known
  const rest = known.filter((one) => one !== gone)
  const left = rest.find((one) => isFeedsWord(one) && one.to === gone.from)
  const right = rest.find((one) => isFeedsWord(one) && one.from === gone.to)
  if (left && right && isSameWord(left, right))
    return inOrder([...rest.filter((one) => one !== left && one !== right), { ...left, to: right.to }])
  const isCutAtBegin = right && right.notedFrom < right.from
  const begin = isCutAtBegin ? Math.max(right.notedFrom, gone.from) : (gone.to ?? Number.POSITIVE_INFINITY)
  return rest.map((one) => {
    if (one === right && isCutAtBegin) return { ...one, from: begin }
    return one === left ? { ...one, to: toEnd(begin) } : one
  })
}

/** Who it was at `at`. `known` in order, without overlaps. */
export const identityAt = (known: readonly Identity[], at: number): Identity | undefined => {
  const last = known.findLast((one) => one.from <= at)
  return last && at < endOf(last) ? last : undefined
}
