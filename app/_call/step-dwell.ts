import { dwellMs } from '#server/domain/call/durations.ts'
import { dwellDue } from '#server/domain/call/timers.ts'
import type { CallView } from '#server/protocol/call-view.ts'

type Segment = CallView['segments'][number]
type Stay = Segment['visits'][number]
type StepOf = Segment['steps'][number]

/**
 * Time in a step at feed time `now`, over all stays in it, with holds taken out. The view's own figure is of the moment
 * it was made, so a running step is counted here from its stays.
 */
export const stepDwell = (segment: Segment, record: StepOf, now: number): number => {
  const stays = segment.visits.filter((visit) => visit.step === record.step)
  if (segment.current !== record.step || stays.length === 0) return record.dwellMs
  const until = Math.min(now, segment.endedAt ?? now)
  return stays.reduce((sum, stay) => sum + dwellMs(stay, segment, until), 0)
}

/** When one stay passes the step's limit, feed time; undefined where it never does, or where there is no limit. */
export const stayOverFrom = (segment: Segment, stay: Stay): number | undefined => {
  const maxMs = segment.steps.find(({ step }) => step === stay.step)?.maxMs
  const isJudged = segment.role === 'owner' && segment.answeredAt !== undefined
  return isJudged && maxMs !== undefined ? dwellDue(segment, stay, maxMs) : undefined
}

/** By how much the longest stay in a step has passed its limit at `now`, ms; undefined while none has. */
export const stepOverrun = (segment: Segment, record: StepOf, now: number): number | undefined => {
  const until = Math.min(now, segment.endedAt ?? now)
  const over = segment.visits
    .filter((stay) => stay.step === record.step && (stayOverFrom(segment, stay) ?? Number.POSITIVE_INFINITY) <= until)
    .map((stay) => dwellMs(stay, segment, until) - (record.maxMs ?? 0))
  return over.length > 0 ? Math.max(...over) : undefined
}
