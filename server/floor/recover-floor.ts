import type { EventLog, StoredEntry } from '#server/domain/event-log.ts'
import type { Checkpoint } from './checkpoint.ts'
import { createFloor, type FloorDeps, type RecoveringFloor } from './create-floor.ts'

const READ_BATCH = 5_000
/** Calls read at once when a checkpoint is restored. */
const READ_AT_ONCE = 8

const readCalls = async (log: EventLog, feedId: string, calls: readonly string[]): Promise<StoredEntry[]> => {
  const entries: StoredEntry[] = []
  for (let i = 0; i < calls.length; i += READ_AT_ONCE) {
    const batch = calls.slice(i, i + READ_AT_ONCE).map((callId) => log.readCall(feedId, callId))
    for (const read of await Promise.all(batch)) entries.push(...read)
  }
  return entries.sort((a, b) => a.position - b.position)
}

/**
 * Brings a feed's floor back as its log has it: from a checkpoint and what came after, or from the log's beginning.
 * Claim the feed's term first, or an older owner may still append.
 */
export const recoverFloor = async (
  deps: FloorDeps,
  log: EventLog,
  checkpoint: Checkpoint | undefined,
): Promise<RecoveringFloor> => {
  const floor = createFloor(deps)
  if (checkpoint) floor.restore(checkpoint, await readCalls(log, deps.feedId, checkpoint.calls))
  for (;;) {
    const entries = await log.read(floor.feedId, floor.position(), READ_BATCH)
    if (entries.length === 0) break
    floor.take(entries)
    await floor.tidy()
  }
  floor.open()
  return floor
}
