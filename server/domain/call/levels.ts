import { insert } from '../insert.ts'
import { type Remembers, rememberLast, rememberSum } from '../remember.ts'
import type { ComplaintEvidence } from '../speech/complaint/levels.ts'
import { readComplaint, spotIn } from '../speech/complaint/read-complaint.ts'
import { shippedSpotter } from '../speech/complaint/shipped.ts'
import type { LevelSource } from '../words.ts'
import type { Call, Evidence, ToldCall, ToldLevel, Utterance } from './call.ts'
import { finishedOf, isSaidIn } from './listening.ts'
import { memoryOf, toldVersionOf, versionOf } from './version.ts'

/** The level from then on, whose word it is, and for the customer's own the words. */
export type LevelChange = {
  level: number
  at: number
  source: LevelSource
  reason?: string
  segmentId?: string
  evidence: readonly Evidence[]
}

/** What was told and what was heard of a call's level in one, in order of time. Moods that will have faded are in it. */
export type LevelReading = { changes: readonly LevelChange[]; heardUntil: number }

/** What words raised to this level or higher does not fade: only a person closes it. */
const STAYS = 3
/** Later than all that can happen, and still a time. */
const NEVER = Number.MAX_SAFE_INTEGER

/** What speaks for a level in one utterance; places that touch or overlap are shown as one. */
const joinPlaces = (items: readonly ComplaintEvidence[], { utteranceId, at, text }: Utterance): Evidence[] => {
  const joined: { from: number; to: number }[] = []
  for (const { from, to } of items.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else joined.push({ from, to })
  }
  return joined.map(({ from, to }) => ({
    eventId: utteranceId,
    at,
    kind: 'utterance',
    text: text.slice(from, to),
    said: { utteranceId, from, to },
  }))
}

const toEvidence = (items: readonly ComplaintEvidence[], words: readonly Utterance[]): Evidence[] =>
  words
    .filter(({ utteranceId }) => items.some((item) => item.utteranceId === utteranceId))
    .flatMap((utterance) =>
      joinPlaces(
        items.filter((item) => item.utteranceId === utterance.utteranceId),
        utterance,
      ),
    )

const toTold = ({ level, at, source, reason, eventId, segmentId }: ToldLevel): LevelChange => ({
  level,
  at,
  source,
  reason,
  segmentId,
  evidence: [{ eventId, at, kind: 'event', text: reason, segmentId }],
})

/** From one telling to the next: what is told answers all that was said until then. */
type Stretch = { told?: LevelChange; after: number; before: number }

const stretchesOf = (told: readonly LevelChange[]): Stretch[] =>
  [undefined, ...told].map((change, index) => ({
    told: change,
    after: change?.at ?? Number.NEGATIVE_INFINITY,
    before: told[index]?.at ?? NEVER,
  }))

const isSame = (a: Evidence, b: Evidence) => a.eventId === b.eventId && a.said?.from === b.said?.from

const readStretch = (
  call: ToldCall,
  { told, after, before }: Stretch,
  telling: readonly Utterance[],
): LevelChange[] => {
  const changes: LevelChange[] = told ? [told] : []
  const words = telling.filter(({ at }) => after < at && at < before)
  if (words.length === 0) return changes
  const base = told?.level ?? 0
  // Nobody's mood fades after the call.
  const asOf = Math.max(call.clearedAt ?? NEVER, ...words.map(({ at }) => at))
  const negativeAt = call.displeasedAt.filter((at) => after < at && at < before)
  const heard = readComplaint(words, { spotter: shippedSpotter(), asOf, negativeAt })
  let stays = 0
  for (const { at, level: found, evidence: items } of heard.changes) {
    const level = Math.max(found, stays, base)
    if (found >= STAYS) stays = level
    if (at >= before) break
    const evidence = found < level ? [] : toEvidence(items, words)
    const now = changes.at(-1)
    if (level !== (now?.level ?? 0))
      changes.push(
        told && level === base ? { ...told, at, reason: undefined } : heardAt(call, words, { level, at, evidence }),
      )
    else if (now?.source === 'words')
      now.evidence = [...now.evidence, ...evidence.filter((one) => !now.evidence.some((known) => isSame(known, one)))]
  }
  return changes
}

const heardAt = (
  call: ToldCall,
  words: readonly Utterance[],
  change: Pick<LevelChange, 'level' | 'at' | 'evidence'>,
): LevelChange => {
  const said = words.find(({ at }) => at === change.at) ?? change
  const segment = call.segments.findLast((one) => one.role === 'owner' && isSaidIn(call, one, said))
  return { ...change, source: 'words', segmentId: segment?.segmentId }
}

const byTime = (a: Utterance, b: Utterance) => a.at - b.at || (a.utteranceId < b.utteranceId ? -1 : 1)

/** Of all that the customer said to its end: what tells of a level, in order of time, and when the last of it was said. */
type Complaining = { telling: readonly Utterance[]; heardUntil: number }

const listenForLevels = rememberSum<Remembers, Utterance, Complaining>(
  () => ({ telling: [], heardUntil: Number.NEGATIVE_INFINITY }),
  ({ telling, heardUntil }, utterance) => {
    if (utterance.role !== 'customer') return { telling, heardUntil }
    const isTelling = spotIn(shippedSpotter(), utterance).length > 0
    return {
      telling: isTelling ? insert(telling, utterance, byTime) : telling,
      heardUntil: Math.max(heardUntil, utterance.at),
    }
  },
)

const readChanges = rememberLast(
  (_: Remembers, call: Call, telling: readonly Utterance[], _told: number): readonly LevelChange[] => {
    const told = call.toldLevels.map(toTold).sort((a, b) => a.at - b.at)
    return stretchesOf(told).flatMap((stretch) => readStretch(call, stretch, telling))
  },
)

const lastLevels = rememberLast((memory: Remembers, call: Call, _version: number): LevelReading => {
  const { telling, heardUntil } = listenForLevels(memory, finishedOf(call))
  const changes = readChanges(memory, call, telling, toldVersionOf(call))
  return { changes, heardUntil: Math.max(heardUntil, ...call.toldLevels.map(({ at }) => at)) }
})

/**
 * The levels of a call, from what people and systems told and from the customer's own words. A level that is told stands
 * over all that was said before it; words that come after it may raise it, never lower it. Pure: the order, doubles and
 * older revisions of what arrived change nothing.
 */
export const readLevels = (call: Call): LevelReading => lastLevels(memoryOf(call), call, versionOf(call))

export type LevelNow = { level: number; peak: number; source?: LevelSource; changes: readonly LevelChange[] }

/** How far it has gone by `asOf`, or by the last thing heard where that is later; of a call that is over, by its end. */
export const levelAt = (call: Call, asOf: number): LevelNow => {
  const { changes, heardUntil } = readLevels(call)
  const until = call.clearedAt === undefined ? Math.max(asOf, heardUntil) : Number.POSITIVE_INFINITY
  const reached = changes.filter(({ at }) => at <= until)
  const last = reached.at(-1)
  return {
    level: last?.level ?? 0,
    peak: Math.max(0, ...reached.map(({ level }) => level)),
    source: last?.source,
    changes: reached,
  }
}
