import type { Utterance } from '../call/call.ts'
import { STEPS, type Step, type StepStatus } from '../words.ts'
import { classifyHeard, isBeginning, type Speech, shippedSpeech } from './classify-turn.ts'
import { listDecisionPoints } from './decision-points.ts'
import { findVisits } from './find-visits.ts'
import { hearText } from './hear.ts'
import { beginListening, type Listened, type Listening, listenOn } from './listen.ts'
import { orderSpoken, type Spoken } from './spoken-order.ts'
import type { DecisionPoint, SpeechContext, SpokenEvidence, SpokenStep, SpokenSteps } from './spoken-steps.ts'

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
/** An unfinished utterance says only what it is sure of. */
const IN_PROGRESS = 0.6
const MAX_EVIDENCE = 8

/** Chance that at least one of them is what it seems. */
const noisyOr = (evidence: readonly SpokenEvidence[]): number =>
  1 - evidence.reduce((doubt, { weight }) => doubt * (1 - weight), 1)

const isWhole = ({ streamEnded, gaps }: SpeechContext): boolean =>
  (streamEnded === 'normal' || streamEnded === 'open') && gaps.length === 0

/** What is only hinted at after handling had begun does not make up for a need nobody asked for. */
const strongestUntil = (evidence: readonly SpokenEvidence[], until = Number.POSITIVE_INFINITY): number =>
  evidence.reduce((best, { at, weight }) => (at <= until ? Math.max(best, weight) : best), 0)

const judge = (
  context: SpeechContext,
  step: Step,
  evidence: readonly SpokenEvidence[],
  point: DecisionPoint | undefined,
): StepStatus => {
  const best = strongestUntil(evidence)
  if (best >= PROOF || (best >= TRACE && noisyOr(evidence) >= TOGETHER)) return 'done'
  if (!isWhole(context)) return 'unknown'
  const isTraceless =
    strongestUntil(evidence, step === 'need_identification' ? point?.at : undefined) < (TRACE_OF[step] ?? TRACE)
  if (point) return isTraceless && !point.isDoubtful ? 'skipped' : 'unknown'
  if (context.endedAt === undefined) return 'pending'
  return isTraceless ? 'not_applicable' : 'unknown'
}

type EvidenceByStep = Record<Step, SpokenEvidence[]>

const sortEvidence = (all: readonly Listened[]): EvidenceByStep => {
  const byStep: EvidenceByStep = { opening: [], need_identification: [], resolution: [], confirmation: [], closing: [] }
  for (const { evidence } of all) for (const one of evidence) byStep[one.step].push(one)
  return byStep
}

/** In order of time. */
const strongestOf = (evidence: readonly SpokenEvidence[]): readonly SpokenEvidence[] => {
  if (evidence.length <= MAX_EVIDENCE) return evidence
  const strongest = [...evidence].sort((a, b) => b.weight - a.weight).slice(0, MAX_EVIDENCE)
  return strongest.sort((a, b) => a.at - b.at)
}

const readStep = (byStep: EvidenceByStep, context: SpeechContext, step: Step, point?: DecisionPoint): SpokenStep => {
  const evidence = byStep[step]
  const status = judge(context, step, evidence, point)
  const score = noisyOr(evidence)
  const at = status === 'skipped' ? point?.at : evidence[0]?.at
  const confidence = status === 'done' ? score : status === 'skipped' ? 1 - score : 0
  return { step, status, confidence, evidence: strongestOf(evidence), at }
}

const sinceAnswer = (spoken: Spoken, { answeredAt }: SpeechContext): number | undefined =>
  Number.isFinite(spoken.at) ? Math.max(0, spoken.at - answeredAt) : undefined

const listenToAll = (speech: Speech, spoken: readonly Spoken[], context: SpeechContext) => {
  let listening: Listening = beginListening()
  const all: Listened[] = []
  for (const one of spoken) {
    const { listened, next } = listenOn(speech, listening, one, sinceAnswer(one, context))
    listening = next
    all.push(listened)
  }
  return { all, listening }
}

const readPartial = (
  speech: Speech,
  { context }: Listening,
  partial: Spoken | undefined,
  sinceAnswerMs?: number,
): Step | undefined => {
  if (partial?.utterance.role !== 'agent') return undefined
  const known = { ...context, turn: context.turn + 1, sinceAnswerMs }
  const { step, chances, isScrap } = classifyHeard(
    speech,
    hearText(speech.ear, partial.utterance.text, isBeginning(known)),
    known,
  )
  return !isScrap && chances[step] >= IN_PROGRESS ? step : undefined
}

/**
 * What speech alone says of the five steps of one agent's handling. Depends on the utterances, not on their order here, on
 * doubles or on earlier revisions.
 */
export const readSteps = (
  utterances: readonly Utterance[],
  context: SpeechContext,
  speech: Speech = shippedSpeech(),
): SpokenSteps => {
  const spoken = orderSpoken(utterances, context.answeredAt)
  const { all, listening } = listenToAll(
    speech,
    spoken.filter(({ utterance }) => utterance.isFinal),
    context,
  )
  const decided = listDecisionPoints(all, context)
  const byStep = sortEvidence(all)
  const steps = Object.fromEntries(
    STEPS.map((step) => [
      step,
      readStep(
        byStep,
        context,
        step,
        decided.find((point) => point.step === step),
      ),
    ]),
  ) as Record<Step, SpokenStep>
  const turns = all.flatMap(({ turn, at, utterance: { utteranceId } }) =>
    turn ? [{ utteranceId, at, step: turn.step, chance: turn.chances[turn.step], isScrap: turn.isScrap }] : [],
  )
  const visits = findVisits(all, context.endedAt)
  const partial = spoken.findLast(({ utterance }) => !utterance.isFinal)
  const inProgress = partial && readPartial(speech, listening, partial, sinceAnswer(partial, context))
  return { steps, turns, visits, current: visits.at(-1)?.step, inProgress, decided }
}
