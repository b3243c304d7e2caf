import { mergeSpans, overlapMs } from '#server/domain/call/durations.ts'
import type { CallView } from '#server/protocol/call-view.ts'

type Segment = CallView['segments'][number]

/**
 * Time in a step at feed time `now`, over all stays in it, with holds taken out. The view's own figure is of the moment
 * it was made, so a running step is counted here from its stays.
 */
export const stepDwell = (segment: Segment, record: Segment['steps'][number], now: number): number => {
  const stays = segment.visits.filter((visit) => visit.step === record.step)
  if (segment.current !== record.step || stays.length === 0) return record.dwellMs
  const until = Math.min(now, segment.endedAt ?? now)
  const holds = mergeSpans(segment.holds, until)
  return stays.reduce((sum, stay) => {
    const held = holds.reduce((total, hold) => total + overlapMs(stay, hold, until), 0)
    return sum + Math.max(0, (stay.to ?? until) - stay.from - held)
  }, 0)
}
