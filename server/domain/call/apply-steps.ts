import type { Entry } from '../entry.ts'
import type { EventOf } from '../event.ts'
import { type ClearCause, STEPS, type Step, type StepSource } from '../words.ts'
import type { Segment, StepRecord } from './call.ts'
import { dwellMs, hasGap } from './durations.ts'
import { emptyStep } from './empty-call.ts'

type StepEvent = EventOf<'step.entered' | 'step.completed' | 'step.skipped' | 'step.reset'>

const indexOf = (step: Step) => STEPS.indexOf(step)

const leaveCurrent = (segment: Segment, at: number): void => {
  const step = segment.current
  if (!step) return
  const visit = segment.visits.at(-1)
  const record = segment.steps[step]
  if (visit && visit.to === undefined) {
    visit.to = Math.max(visit.from, at)
    record.dwellMs += dwellMs(visit, segment, visit.to)
  }
  record.exitedAt = at
  if (record.status === 'in_progress') record.status = 'done'
  segment.current = undefined
}

/** Since when nothing was heard of the segment's place in the flow. */
const lastHeard = (segment: Segment, at: number): number => {
  const visit = segment.visits.at(-1)
  return (segment.current ? visit?.from : visit?.to) ?? segment.answeredAt ?? at
}

/** What becomes of a step that was passed, or not reached, though it might have been. */
const leaveOut = (segment: Segment, step: Step, isUnseen: boolean, at: number, eventId: string, source: StepSource) => {
  const record = segment.steps[step]
  if (record.status !== 'pending') return
  if (step === 'need_identification' && segment.needInherited) record.status = 'not_applicable'
  else if (isUnseen) record.status = 'unknown'
  else markSkipped(segment, record, at, eventId, source)
}

const markSkipped = (segment: Segment, record: StepRecord, at: number, eventId: string, source: StepSource) => {
  record.status = 'skipped'
  record.skippedAt = at
  record.source = source
  segment.skips.push({ step: record.step, at, eventId, source })
}

const putRight = (segment: Segment, step: Step, at: number): void => {
  const record = segment.steps[step]
  for (const skip of segment.skips) {
    if (skip.step !== step || skip.putRightAt !== undefined) continue
    skip.putRightAt = at
    record.lateDone = true
  }
  record.skippedAt = undefined
}

const beginRound = (segment: Segment): void => {
  segment.round += 1
  for (const step of ['resolution', 'confirmation', 'closing'] as const) {
    const { evidence, dwellMs: spent } = segment.steps[step]
    segment.steps[step] = { ...emptyStep(step), evidence, dwellMs: spent }
  }
}

const enter = (segment: Segment, step: Step, entry: Entry, source: StepSource): void => {
  const { at } = entry
  const { eventId } = entry.event
  if (segment.current === step) return
  const from = lastStep(segment)
  const isUnseen = hasGap(segment, lastHeard(segment, at), at)
  leaveCurrent(segment, at)
  if (from && indexOf(from) > indexOf(step) && segment.steps[step].status === 'done')
    segment.backMoves.push({ from, to: step, at, eventId })
  if (from === 'closing' && step === 'need_identification') beginRound(segment)
  for (const passed of STEPS.slice(0, indexOf(step))) leaveOut(segment, passed, isUnseen, at, eventId, source)
  putRight(segment, step, at)
  segment.visits.push({ step, from: at, eventId })
  segment.current = step
  take(segment.steps[step], entry, source)
  segment.steps[step].status = 'in_progress'
  segment.steps[step].enteredAt ??= at
}

const take = (record: StepRecord, entry: Entry, source: StepSource): void => {
  record.source = source
  record.confidence = 1
  record.evidence.push({ eventId: entry.event.eventId, at: entry.at, kind: 'event', text: entry.event.type })
}

const lastStep = (segment: Segment): Step | undefined => segment.current ?? segment.visits.at(-1)?.step

/** A step told to be done when the flow has left it: noted, without a move back. */
const noteDone = (segment: Segment, step: Step, entry: Entry, source: StepSource): void => {
  take(segment.steps[step], entry, source)
  putRight(segment, step, entry.at)
  segment.steps[step].status = 'done'
}

const complete = (segment: Segment, step: Step, entry: Entry, source: StepSource): void => {
  const last = lastStep(segment)
  const hasLeft = segment.current !== step && last !== undefined && indexOf(last) >= indexOf(step)
  if (hasLeft) return noteDone(segment, step, entry, source)
  if (segment.current !== step) enter(segment, step, entry, source)
  else take(segment.steps[step], entry, source)
  leaveCurrent(segment, entry.at)
  segment.steps[step].status = 'done'
}

const reset = (segment: Segment, step: Step, at: number): void => {
  leaveCurrent(segment, at)
  for (const later of STEPS.slice(indexOf(step))) segment.steps[later] = emptyStep(later)
}

/** A script tool may tell the last steps a moment after the line went dead. Milliseconds. */
const AFTER_END_MS = 5_000

const applyAfterEnd = (segment: Segment, endedAt: number, entry: Entry, event: StepEvent, source: StepSource): void => {
  const isDone = event.type === 'step.entered' || event.type === 'step.completed'
  if (isDone && entry.at - endedAt <= AFTER_END_MS) noteDone(segment, event.data.step, entry, source)
}

/** Folds one explicit step event into its answered segment. */
export const applyStep = (segment: Segment, entry: Entry, event: StepEvent): void => {
  const source: StepSource = event.data.by ?? 'script'
  if (segment.endedAt !== undefined) return applyAfterEnd(segment, segment.endedAt, entry, event, source)
  segment.hasEvidence = true
  const { step } = event.data
  if (event.type === 'step.entered') enter(segment, step, entry, source)
  else if (event.type === 'step.completed') complete(segment, step, entry, source)
  else if (event.type === 'step.reset') reset(segment, step, entry.at)
  else if (segment.steps[step].status === 'pending')
    markSkipped(segment, segment.steps[step], entry.at, event.eventId, source)
}

/** What becomes of steps that were not reached when the segment ends; see SPEC.md `STEP-END`. */
export const endSteps = (segment: Segment, at: number, cause: ClearCause | undefined, eventId: string): void => {
  // A source that only ever tells the opening, as a dialplan does, does not tell that the rest was left out.
  const isUntold = cause === 'agent_hangup' && segment.visits.every((visit) => visit.step === 'opening')
  const isUnseen = !segment.hasEvidence || isUntold || isUnclear(cause) || hasGap(segment, lastHeard(segment, at), at)
  leaveCurrent(segment, at)
  for (const step of STEPS) {
    const record = segment.steps[step]
    if (isUnseen || cause === 'agent_hangup') leaveOut(segment, step, isUnseen, at, eventId, 'script')
    else if (record.status === 'pending') record.status = 'not_applicable'
  }
}

const isUnclear = (cause: ClearCause | undefined) =>
  cause === undefined || cause === 'lost' || cause === 'network_failure' || cause === 'other'
