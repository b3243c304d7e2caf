import type { CallView } from '#server/protocol/call-view.ts'

type Segment = CallView['segments'][number]
type Span = { from: number; to?: number }

const overlap = (a: Span, b: Span, now: number) =>
  Math.max(0, Math.min(a.to ?? now, b.to ?? now) - Math.max(a.from, b.from))

/**
 * Time in a step at feed time `now`, over all stays in it, with holds taken out. The view's own figure is of the moment
 * it was made, so a running step is counted here from its stays.
 */
export const stepDwell = (segment: Segment, record: Segment['steps'][number], now: number): number => {
  const stays = segment.visits.filter((visit) => visit.step === record.step)
  if (segment.current !== record.step || stays.length === 0) return record.dwellMs
  const until = Math.min(now, segment.endedAt ?? now)
  return stays.reduce((sum, stay) => {
    const held = segment.holds.reduce((total, hold) => total + overlap(stay, hold, until), 0)
    return sum + Math.max(0, (stay.to ?? until) - stay.from - held)
  }, 0)
}
