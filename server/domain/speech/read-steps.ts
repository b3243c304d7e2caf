import { byStep, type Step, type StepStatus } from '../words.ts'
import { listDecisionPoints } from './decision-points.ts'
import { closeVisits } from './find-visits.ts'
import type { SpeechContext, SpokenEvidence, SpokenStep, SpokenSteps } from './spoken-steps.ts'
import { type StepsSoFar, scoreOf, type Trace } from './steps-so-far.ts'

/** One utterance that shows a step so well proves it; several together must be surer. */
const PROOF = 0.6
const TOGETHER = 0.8
/** Where no single utterance shows a step so well, nothing speaks for it, and it may be called skipped. */
const TRACE = 0.5
/** Surer where handling is missed altogether: that hardly ever happens. */
const TRACE_OF: Partial<Record<Step, number>> = {
  resolution: 0.25,
  need_identification: 0.25,
  opening: 0.4,
}
const MAX_EVIDENCE = 8

const isWhole = ({ streamEnded, gaps }: SpeechContext): boolean =>
  (streamEnded === 'normal' || streamEnded === 'open') && gaps.length === 0

/** What is only hinted at after handling had begun does not make up for a need nobody asked for. */
const strongestUntil = (evidence: readonly SpokenEvidence[], until = Number.POSITIVE_INFINITY): number =>
  evidence.reduce((best, { at, weight }) => (at <= until ? Math.max(best, weight) : best), 0)

const judge = (
  context: SpeechContext,
  step: Step,
  trace: Trace,
  decidedAt: number | undefined,
  isDoubtful: boolean,
): StepStatus => {
  if (trace.strongest >= PROOF || (trace.strongest >= TRACE && scoreOf(trace) >= TOGETHER)) return 'done'
  if (!isWhole(context)) return 'unknown'
  const isTraceless =
    (step === 'need_identification' ? strongestUntil(trace.evidence, decidedAt) : trace.strongest) <
    (TRACE_OF[step] ?? TRACE)
  if (decidedAt !== undefined) return isTraceless && !isDoubtful ? 'skipped' : 'unknown'
  if (context.endedAt === undefined) return 'pending'
  return isTraceless ? 'not_applicable' : 'unknown'
}

/** In order of time. */
const strongestOf = (evidence: readonly SpokenEvidence[]): readonly SpokenEvidence[] => {
  if (evidence.length <= MAX_EVIDENCE) return evidence
  const strongest = [...evidence].sort((a, b) => b.weight - a.weight).slice(0, MAX_EVIDENCE)
  return strongest.sort((a, b) => a.at - b.at)
}

/** `decidedAt`: since when it can be told to be left out. */
export const readStep = (
  step: Step,
  trace: Trace,
  context: SpeechContext,
  decidedAt: number | undefined,
  isDoubtful: boolean,
): SpokenStep => {
  const { evidence } = trace
  const status = judge(context, step, trace, decidedAt, isDoubtful)
  const score = scoreOf(trace)
  const at = status === 'skipped' ? decidedAt : evidence[0]?.at
  const confidence = status === 'done' ? score : status === 'skipped' ? 1 - score : 0
  return { step, status, confidence, evidence: strongestOf(evidence), at }
}

/** What the utterances heard so far say of the five steps. Who asks again and again may remember what `read` gave. */
export const tellSteps = (soFar: StepsSoFar, context: SpeechContext, readOne = readStep): SpokenSteps => {
  const decided = listDecisionPoints(soFar.clues, context)
  const read = (step: Step): SpokenStep => {
    const point = decided.find((one) => one.step === step)
    return readOne(step, soFar.traces[step], context, point?.at, point?.isDoubtful ?? false)
  }
  const steps = byStep(read)
  const visits = closeVisits(soFar.moves.visits, context.endedAt)
  return { steps, visits, current: visits.at(-1)?.step, decided }
}
