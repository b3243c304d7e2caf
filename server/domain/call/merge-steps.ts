import { rememberLast, rememberSame } from '../remember.ts'
import type { SpokenStep, SpokenSteps } from '../speech/spoken-steps.ts'
import { byStep, STEPS, type Step } from '../words.ts'
import type { Segment, Skip, StepRecord, StepVisit } from './call.ts'
import { dwellMs } from './durations.ts'
import type { Handling } from './handling.ts'

/** Where one handling stands in the flow, as everything that judges or shows it is to see it. */
export type SegmentSteps = Pick<Segment, 'steps' | 'visits' | 'skips' | 'backMoves' | 'current' | 'hasEvidence'>

/** What was told of the steps outright. */
export const toldSteps = ({ steps, visits, skips, backMoves, current, hasEvidence }: SegmentSteps): SegmentSteps => ({
  steps,
  visits,
  skips,
  backMoves,
  current,
  hasEvidence,
})

const toEvidence = ({ evidence }: SpokenStep): StepRecord['evidence'] =>
  evidence.map(({ utteranceId, at, text, from, to }) => ({
    eventId: utteranceId,
    at,
    kind: 'utterance',
    text,
    said: { utteranceId, from, to },
  }))

const toVisits = rememberLast((_: Handling, __: 'visits', visits: SpokenSteps['visits']): StepVisit[] =>
  visits.map(({ step, from, to, utteranceId }) => ({ step, from, to, eventId: utteranceId })),
)

const toRecord = rememberLast(
  (
    { segment }: Handling,
    step: Step,
    spoken: SpokenStep,
    visits: readonly StepVisit[],
    isCurrent: boolean,
    lateDone: boolean,
  ): StepRecord => {
    const stays = visits.filter((visit) => visit.step === step)
    const left = stays.at(-1)?.to
    const isInherited = spoken.status === 'skipped' && step === 'need_identification' && segment.needInherited
    return {
      step,
      status: isCurrent ? 'in_progress' : isInherited ? 'not_applicable' : spoken.status,
      source: spoken.evidence.length > 0 || spoken.status === 'skipped' ? 'inferred' : undefined,
      enteredAt: stays[0]?.from ?? (spoken.evidence.length > 0 ? spoken.at : undefined),
      exitedAt: left,
      dwellMs: stays.reduce((sum, stay) => sum + (stay.to === undefined ? 0 : dwellMs(stay, segment, stay.to)), 0),
      skippedAt: spoken.status === 'skipped' ? spoken.at : undefined,
      confidence: spoken.confidence,
      lateDone,
      evidence: toEvidence(spoken),
    }
  },
)

/** Left out when it could be told, and perhaps done after all. */
const toSkip = (spoken: SpokenSteps, step: Step, segment: Segment): Skip[] => {
  const { status, at, evidence } = spoken.steps[step]
  const point = spoken.decided.find((decided) => decided.step === step)
  if (!point || (step === 'need_identification' && segment.needInherited)) return []
  const isMadeUp = status === 'done' && at !== undefined && at > point.at && evidence.length > 0
  if (status !== 'skipped' && !isMadeUp) return []
  const eventId = point.utteranceId ?? `end@${point.at}`
  return [{ step, at: point.at, eventId, source: 'inferred', putRightAt: isMadeUp ? at : undefined }]
}

const areSameSkips = (some: readonly Skip[], others: readonly Skip[]): boolean =>
  some.length === others.length &&
  some.every(({ step, at, eventId, putRightAt }, i) => {
    const other = others[i]
    return other?.step === step && other.at === at && other.eventId === eventId && other.putRightAt === putRightAt
  })

const sameSkips = rememberSame<Handling, 'skips', Skip[]>(areSameSkips)

const fromSpeech = (handling: Handling, spoken: SpokenSteps): SegmentSteps => {
  const { segment } = handling
  const visits = toVisits(handling, 'visits', spoken.visits)
  const current = segment.endedAt === undefined ? spoken.current : undefined
  const skips = sameSkips(
    handling,
    'skips',
    STEPS.flatMap((step) => toSkip(spoken, step, segment)),
  )
  const steps = byStep((step) => {
    const lateDone = skips.some((skip) => skip.step === step && skip.putRightAt !== undefined)
    return toRecord(handling, step, spoken.steps[step], visits, current === step, lateDone)
  })
  const hasEvidence = STEPS.some((step) => spoken.steps[step].evidence.length > 0)
  return { steps, visits, skips, backMoves: [], current, hasEvidence }
}

/** What is told outright stands; what nobody told and somebody was heard doing is done. */
const fillIn = (told: SegmentSteps, spoken: SpokenSteps): SegmentSteps => {
  const steps = { ...told.steps }
  for (const step of STEPS) {
    const { status, source } = told.steps[step]
    const heard = spoken.steps[step]
    if (source !== undefined || (status !== 'pending' && status !== 'unknown') || heard.status !== 'done') continue
    const { confidence, at } = heard
    const evidence = toEvidence(heard)
    steps[step] = { ...told.steps[step], status: 'done', source: 'inferred', confidence, enteredAt: at, evidence }
  }
  return { ...toldSteps(told), steps }
}

/**
 * The steps of a handling from all that speaks of them: a script before an upstream analyser before what was heard. The
 * one place where speech enters.
 */
export const mergeSteps = (handling: Handling, spoken: SpokenSteps | undefined): SegmentSteps => {
  const { segment } = handling
  if (!spoken) return toldSteps(segment)
  return segment.hasEvidence ? fillIn(segment, spoken) : fromSpeech(handling, spoken)
}
