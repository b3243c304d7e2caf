import type { ComplaintLexicon } from './lexicon.ts'
import { moodRuns, type Run } from './mood.ts'
import type { ComplaintSource } from './spotter.ts'

/** Words of a customer that a level rests on; `from` and `to` are places in the utterance's text. */
export type ComplaintEvidence = {
  family: ComplaintSource
  utteranceId: string
  at: number
  from: number
  to: number
  text: string
}

/** A level reached, and all that spoke for it while it held. */
export type ComplaintChange = { level: number; at: number; families: ComplaintSource[]; evidence: ComplaintEvidence[] }

type FamilyLaw = Pick<ComplaintLexicon['families'][number], 'level' | 'halfLifeSec' | 'isAnger'> & {
  family: ComplaintSource
}

/** What holds by the model alone: never more than this. */
export const MODEL_LAWS: readonly FamilyLaw[] = [
  { family: 'model', level: 2 },
  { family: 'model_threat', level: 3 },
]
type Voice = { law: FamilyLaw; evidence: readonly ComplaintEvidence[]; runs: readonly Run[] }
/** A family while it holds, with what was said in it so far. */
type Active = { law: FamilyLaw; evidence: readonly ComplaintEvidence[] }

const SECOND = 1000
const MOST = 4

const toVoices = (
  laws: readonly FamilyLaw[],
  evidence: readonly ComplaintEvidence[],
  fed: readonly number[],
): Voice[] =>
  laws.flatMap((law) => {
    const own = evidence.filter(({ family }) => family === law.family)
    const [first] = own
    if (!first) return []
    const times = [...new Map(own.map(({ utteranceId, at }) => [utteranceId, at])).values()]
    const runs = law.halfLifeSec
      ? moodRuns(times, fed, law.halfLifeSec * SECOND)
      : [{ from: first.at, to: Number.POSITIVE_INFINITY }]
    return [{ law, evidence: own, runs }]
  })

const activeAt = (voices: readonly Voice[], at: number): Active[] =>
  voices.flatMap(({ law, evidence, runs }) => {
    const run = runs.find(({ from, to }) => from <= at && at < to)
    return run ? [{ law, evidence: evidence.filter((item) => item.at >= run.from && item.at <= at) }] : []
  })

const countUtterances = (active: readonly Active[]): number =>
  new Set(active.flatMap(({ evidence }) => evidence.map(({ utteranceId }) => utteranceId))).size

/** The level of what holds at one time, and the families that make it. */
const levelOf = (active: readonly Active[]): { level: number; bearers: readonly Active[] } => {
  const level = Math.max(0, ...active.map(({ law }) => law.level))
  const bearers = active.filter(({ law }) => law.level === level)
  const isPair = level === 1 && bearers.length > 1 && countUtterances(bearers) > 1
  if (level !== 2 && !isPair) return { level, bearers }
  const angry = active.filter(({ law }) => law.isAnger)
  const calm = bearers.filter(({ law }) => !law.isAnger)
  const isAngry = angry.length > 0 && (isPair ? calm.length > 1 && countUtterances(calm) > 1 : calm.length > 0)
  return isAngry ? { level: 3, bearers: [...calm, ...angry] } : { level: 2, bearers }
}

const toChange = (level: number, at: number, bearers: readonly Active[]): ComplaintChange => ({
  level,
  at,
  families: bearers.map(({ law }) => law.family),
  evidence: bearers.flatMap(({ evidence }) => evidence),
})

/** The same level goes on: what speaks for it now is added to what spoke for it. */
const addTo = (change: ComplaintChange, { families, evidence }: ComplaintChange): void => {
  for (const family of families) if (!change.families.includes(family)) change.families.push(family)
  for (const item of evidence) if (!change.evidence.includes(item)) change.evidence.push(item)
}

/**
 * The levels a call went through up to `asOf`, in order. `evidence` is in order of time; `fed` are times at which an
 * outside judge heard displeasure.
 */
export const levelChanges = (
  laws: readonly FamilyLaw[],
  evidence: readonly ComplaintEvidence[],
  fed: readonly number[],
  asOf: number,
): ComplaintChange[] => {
  const voices = toVoices(laws, evidence, fed)
  const edges = [...evidence.map(({ at }) => at), ...voices.flatMap(({ runs }) => runs.map(({ to }) => to))].filter(
    (at) => at <= asOf,
  )
  const changes: ComplaintChange[] = []
  for (const at of [...new Set(edges)].sort((a, b) => a - b)) {
    const { level, bearers } = levelOf(activeAt(voices, at))
    const next = toChange(Math.min(level, MOST), at, bearers)
    const last = changes.at(-1)
    if (level !== (last?.level ?? 0)) changes.push(next)
    else if (last) addTo(last, next)
  }
  return changes
}
