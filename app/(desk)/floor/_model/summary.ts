import { STEPS, type Step } from '#server/domain/words.ts'
import type { Stream } from '../../../_live/stream.ts'
import { FLOOR_STATES, type FloorState, floorStateOf } from '../../../_ui/floor-state.ts'
import type { FloorEntry } from './entry.ts'

export type FloorSummary = {
  states: Record<FloorState, number>
  /** Calls in talk or on hold by the step they are in. */
  steps: Record<Step, number>
  /** Of those, calls whose step is not known or that have no ribbon. */
  noStep: number
  waiting: number
  /** The caller who waits longest, and whose clock counts it. */
  oldest?: { feed: string; since: number }
  unplaced: number
}

const zero = <K extends string>(keys: readonly K[]) =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>

export const summariseFloor = (
  entries: readonly FloorEntry[],
  streams: Readonly<Record<string, Stream>>,
): FloorSummary => {
  const summary: FloorSummary = { states: zero(FLOOR_STATES), steps: zero(STEPS), noStep: 0, waiting: 0, unplaced: 0 }
  for (const { row } of entries) {
    summary.states[floorStateOf(row)] += 1
    if (row.state !== 'busy' || !row.call) continue
    if (row.call.current) summary.steps[row.call.current] += 1
    else summary.noStep += 1
  }
  for (const stream of Object.values(streams)) {
    summary.unplaced += stream.row?.unplacedAgents ?? 0
    for (const queue of stream.queues.values()) {
      summary.waiting += queue.waiting
      const since = queue.oldestSince
      if (since === undefined || queue.waiting === 0) continue
      const at = since - (stream.row?.offsetMs ?? 0)
      const known = summary.oldest
      const best = known && known.since - (streams[known.feed]?.row?.offsetMs ?? 0)
      if (best === undefined || at < best) summary.oldest = { feed: stream.feed, since }
    }
  }
  return summary
}
