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

/** Steps between the last place and `step` that nothing was seen of. */
const jumpOver = (segment: Segment, step: Step, at: number, eventId: string, source: StepSource): void => {
  const lastKnown = segment.visits.at(-1)?.to ?? segment.answeredAt ?? at
  for (const passed of STEPS.slice(0, indexOf(step))) {
    const record = segment.steps[passed]
    if (record.status !== 'pending') continue
    if (passed === 'need_identification' && segment.needInherited) record.status = 'not_applicable'
    else if (hasGap(segment, lastKnown, at)) record.status = 'unknown'
    else markSkipped(segment, record, at, eventId, source)
  }
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
  const from = segment.current ?? segment.visits.at(-1)?.step
  leaveCurrent(segment, at)
  if (from && indexOf(from) > indexOf(step) && segment.steps[step].status === 'done')
    segment.backMoves.push({ from, to: step, at, eventId })
  if (from === 'closing' && step === 'need_identification') beginRound(segment)
  jumpOver(segment, step, at, eventId, source)
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

const complete = (segment: Segment, step: Step, entry: Entry, source: StepSource): void => {
  if (segment.current !== step) enter(segment, step, entry, source)
  else take(segment.steps[step], entry, source)
  leaveCurrent(segment, entry.at)
  segment.steps[step].status = 'done'
}

const reset = (segment: Segment, step: Step, at: number): void => {
  leaveCurrent(segment, at)
  for (const later of STEPS.slice(indexOf(step))) segment.steps[later] = emptyStep(later)
}

/** Folds one explicit step event into its segment. */
export const applyStep = (segment: Segment, entry: Entry, event: StepEvent): void => {
  const source: StepSource = event.data.by ?? 'script'
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
  const lastKnown = segment.visits.at(-1)?.from ?? segment.answeredAt ?? at
  leaveCurrent(segment, at)
  for (const step of STEPS) {
    const record = segment.steps[step]
    if (record.status !== 'pending') continue
    if (!segment.hasEvidence || hasGap(segment, lastKnown, at) || isUnclear(cause)) record.status = 'unknown'
    else if (cause === 'agent_hangup') markSkipped(segment, record, at, eventId, 'script')
    else record.status = 'not_applicable'
  }
}

const isUnclear = (cause: ClearCause | undefined) =>
  cause === undefined || cause === 'lost' || cause === 'network_failure' || cause === 'other'
