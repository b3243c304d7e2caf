import type { SpokenStep, SpokenSteps } from '../speech/spoken-steps.ts'
import { STEPS, type Step } from '../words.ts'
import type { Segment, Skip, StepRecord, StepVisit } from './call.ts'
import { dwellMs } from './durations.ts'

/** Where one handling stands in the flow, as everything that judges or shows it is to see it. */
export type SegmentSteps = Pick<Segment, 'steps' | 'visits' | 'skips' | 'backMoves' | 'current' | 'hasEvidence'>

const pick = ({ steps, visits, skips, backMoves, current, hasEvidence }: SegmentSteps): SegmentSteps => ({
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

const toRecord = (
  spoken: SpokenStep,
  stays: readonly StepVisit[],
  isCurrent: boolean,
  segment: Segment,
): StepRecord => {
  const left = stays.at(-1)?.to
  const isInherited = spoken.status === 'skipped' && spoken.step === 'need_identification' && segment.needInherited
  return {
    step: spoken.step,
    status: isCurrent ? 'in_progress' : isInherited ? 'not_applicable' : spoken.status,
    source: spoken.evidence.length > 0 || spoken.status === 'skipped' ? 'inferred' : undefined,
    enteredAt: stays[0]?.from ?? (spoken.evidence.length > 0 ? spoken.at : undefined),
    exitedAt: left,
    dwellMs: stays.reduce((sum, stay) => sum + (stay.to === undefined ? 0 : dwellMs(stay, segment, stay.to)), 0),
    skippedAt: spoken.status === 'skipped' ? spoken.at : undefined,
    confidence: spoken.confidence,
    lateDone: false,
    evidence: toEvidence(spoken),
  }
}

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

const fromSpeech = (segment: Segment, spoken: SpokenSteps): SegmentSteps => {
  const visits = spoken.visits.map(({ step, from, to, utteranceId }) => ({ step, from, to, eventId: utteranceId }))
  const current = segment.endedAt === undefined ? spoken.current : undefined
  const skips = STEPS.flatMap((step) => toSkip(spoken, step, segment))
  const steps = Object.fromEntries(
    STEPS.map((step) => {
      const stays = visits.filter((visit) => visit.step === step)
      const record = toRecord(spoken.steps[step], stays, current === step, segment)
      const lateDone = skips.some((skip) => skip.step === step && skip.putRightAt !== undefined)
      return [step, { ...record, lateDone }]
    }),
  ) as Record<Step, StepRecord>
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
  return { ...pick(told), steps }
}

/**
 * The steps of a handling from all that speaks of them: a script before an upstream analyser before what was heard. The
 * one place where speech enters.
 */
export const mergeSteps = (segment: Segment, spoken?: SpokenSteps): SegmentSteps => {
  if (!spoken) return pick(segment)
  return segment.hasEvidence ? fillIn(segment, spoken) : fromSpeech(segment, spoken)
}
