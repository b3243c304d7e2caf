import { mergeSpans } from '#server/domain/call/durations.ts'
import type { CallView } from '#server/protocol/call-view.ts'

/** Holds as the floor and the figures count them: those the agent made; time on hold by either side, once. */
export const segmentHolds = ({ holds }: Pick<CallView['segments'][number], 'holds'>, now: number) => ({
  count: holds.filter((hold) => hold.by === 'agent').length,
  heldMs: mergeSpans(holds, now).reduce((sum, hold) => sum + hold.to - hold.from, 0),
})
