import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { EventLog } from '../domain/event-log.ts'
import { createFeedLine, type FeedLine } from './feed-line.ts'
import type { IngestLimits } from './limits.ts'
import { catchUp, type FloorIntake } from './log-writer.ts'

/** The live floors; `open` brings one up to the log's end, reading the log by itself. */
export type Floors = {
  open(feedId: string): Promise<FloorIntake>
}

export type FeedLines = {
  /** The feed's line; the first call takes the feed's log over, which fences any other server. */
  open(feedId: string): Promise<FeedLine>
  /** The same for a feed that has just connected here: takes the log back if another server has it. */
  take(feedId: string): Promise<FeedLine>
  /** True after another server has taken the feed over, until a feed says hello here again. */
  isLost(feedId: string): boolean
  all(): { feedId: string; line: FeedLine }[]
  close(): Promise<void>
}

type Parts = {
  log: EventLog
  floors: Floors
  clock: Clock
  logger: Logger
  limits: IngestLimits
  onFenced: (feedId: string) => void
}

export const createFeedLines = ({ log, floors, clock, logger, limits, onFenced }: Parts): FeedLines => {
  const opening = new Map<string, Promise<FeedLine>>()
  const lines = new Map<string, FeedLine>()
  const lost = new Set<string>()

  const start = async (feedId: string): Promise<FeedLine> => {
    const owner = clock.uuid()
    const { term } = await log.claim(feedId, owner)
    const floor = await floors.open(feedId)
    await catchUp(log, floor)
    const line = createFeedLine({
      feedId,
      owner,
      term,
      log,
      floor,
      clock,
      logger,
      limits,
      onFenced() {
        opening.delete(feedId)
        lines.delete(feedId)
        lost.add(feedId)
        onFenced(feedId)
      },
    })
    lines.set(feedId, line)
    lost.delete(feedId)
    return line
  }

  const open = (feedId: string): Promise<FeedLine> => {
    const known = opening.get(feedId)
    if (known) return known
    const line = start(feedId)
    opening.set(feedId, line)
    line.catch(() => opening.delete(feedId))
    return line
  }

  return {
    open,
    async take(feedId) {
      const line = await open(feedId)
      return (await line.confirm()) ? line : open(feedId)
    },
    isLost: (feedId) => lost.has(feedId),
    all: () => [...lines].map(([feedId, line]) => ({ feedId, line })),
    async close() {
      await Promise.allSettled(opening.values())
      await Promise.all([...lines.values()].map((line) => line.close()))
    },
  }
}
