import type { Utterance } from '../../call/call.ts'
import { keepLast } from '../../keep.ts'
import { normalisedOf } from '../normalize.ts'
import { type ComplaintChange, type ComplaintEvidence, levelChanges, MODEL_LAWS } from './levels.ts'
import type { Spotted, Spotter } from './spotter.ts'

export type ComplaintContext = {
  spotter: Spotter
  /** Up to when moods are to fade, epoch ms; the last word of the customer when left out. */
  asOf?: number
  /** Times at which a system upstream called the customer's mood negative. */
  negativeAt?: readonly number[]
}

export type ComplaintReading = { level: number; peak: number; changes: readonly ComplaintChange[] }

const spotting = keepLast((utterance: Utterance, spotter: Spotter) =>
  spotter.spot(utterance.text, normalisedOf(utterance)),
)
/** What is heard in an utterance, listened to once. */
export const spotIn = (spotter: Spotter, utterance: Utterance): readonly Spotted[] => spotting(utterance, spotter)

type Said = { at: number; utterance: Utterance }

const isNewer = (next: Utterance, old: Utterance): boolean =>
  next.revision > old.revision || (next.revision === old.revision && next.isFinal && !old.isFinal)

/** The last revision of each utterance, at the time it was first heard. */
const lastRevisions = (utterances: readonly Utterance[]): Said[] => {
  const said = new Map<string, Said>()
  for (const utterance of utterances) {
    const old = said.get(utterance.utteranceId)
    const newest = !old || isNewer(utterance, old.utterance) ? utterance : old.utterance
    said.set(utterance.utteranceId, { at: Math.min(utterance.at, old?.at ?? utterance.at), utterance: newest })
  }
  return [...said.values()]
}

const byTime = (a: Said, b: Said): number => a.at - b.at || (a.utterance.utteranceId < b.utterance.utteranceId ? -1 : 1)

const toEvidence = (spotter: Spotter, { at, utterance }: Said): ComplaintEvidence[] =>
  spotIn(spotter, utterance).flatMap(({ family, places }) =>
    places.map(({ from, to }) => ({
      family,
      utteranceId: utterance.utteranceId,
      at,
      from,
      to,
      text: utterance.text.slice(from, to),
    })),
  )

/**
 * How far the customer's own words go, 0 to 4. Only what was said to the end counts, and only what the customer said.
 * The order, doubles and older revisions of what is handed in make no difference.
 */
export const readComplaint = (utterances: readonly Utterance[], context: ComplaintContext): ComplaintReading => {
  const said = lastRevisions(utterances)
    .filter(({ utterance: { role, isFinal } }) => role === 'customer' && isFinal)
    .sort(byTime)
  const evidence = said.flatMap((item) => toEvidence(context.spotter, item))
  const asOf = context.asOf ?? said.at(-1)?.at ?? 0
  const changes = levelChanges(
    [...context.spotter.lexicon.families, ...MODEL_LAWS],
    evidence,
    context.negativeAt ?? [],
    asOf,
  )
  return { level: changes.at(-1)?.level ?? 0, peak: Math.max(0, ...changes.map(({ level }) => level)), changes }
}
