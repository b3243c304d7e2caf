import { addFeed } from '#db/writes/add-feed.ts'
import { createPostgresLog } from '#db/writes/postgres-log.ts'
import { createDirectory } from '#server/access/directory.ts'
import type { Entry } from '#server/domain/entry.ts'
import type { Event } from '#server/domain/event.ts'
import { type NewEntry, type StoredEntry, storeEntry } from '#server/domain/event-log.ts'
import { SERVER_EPOCH } from '#server/domain/feed/fold-log.ts'
import { createFloorSet } from '#server/floor-set.ts'
import { createLogger } from '#server/logger.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import { T0 } from '#tests/support/entries.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'
import { book, CallStory } from '#tests/support/scenario.ts'
import { toNewEntry } from '#tests/support/shift.ts'
import { waitFor } from '#tests/support/wait-for.ts'

/** Real log, floors, recorders and directory on one database, on a clock of the test's own. */
export const createSeatBench = async (...feedIds: string[]) => {
  const db = await createTestDatabase()
  const { sql } = db.database
  const clock = createManualClock(T0)
  const errors: unknown[] = []
  const log = createPostgresLog(sql)
  const terms = new Map<string, number>()
  const directory = await createDirectory({ sql, clock, onError: (error) => errors.push(error) })

  const append = async (feedId: string, entries: readonly NewEntry[]) => {
    const { positions } = await log.append(feedId, terms.get(feedId) ?? 0, entries)
    const stored = entries.flatMap((entry, i): StoredEntry[] => {
      const position = positions[i]
      return typeof position === 'number' ? [storeEntry(feedId, position, entry)] : []
    })
    floors.get(feedId)?.take(stored)
    return positions
  }
  const writeFacts = (feedId: string, events: readonly Event[]) => {
    const by = { source: 'server', origin: 'owner', epoch: SERVER_EPOCH, receivedAt: clock.now() } as const
    return append(
      feedId,
      events.map((event) => ({ ...by, event })),
    )
  }
  const floors = createFloorSet({
    sql,
    log,
    clock,
    logger: createLogger('silent'),
    directory,
    book,
    keepDays: () => ({ transcript: 90, complaint_transcript: 180 }),
    append: writeFacts,
  })
  for (const feedId of feedIds) {
    await addFeed(sql, { name: feedId, origin: 'owner', feedId })
    terms.set(feedId, (await log.claim(feedId, 'test')).term)
    await floors.open(feedId)
  }

  return {
    db,
    sql,
    clock,
    directory,
    floors,
    errors,
    /** Committed and folded, as one batch. */
    async tell(feedId: string, ...parts: (CallStory | Entry)[]) {
      const entries = parts.flatMap((part) => (part instanceof CallStory ? part.entries() : [part]))
      await append(feedId, entries.toSorted((a, b) => a.at - b.at).map(toNewEntry))
    },
    /** The server's clock reads this second after T0. */
    reach: (second: number) => clock.advance(Math.max(0, T0 + second * 1000 - clock.now())),
    /** Lets timers run until it is so. */
    until: (isSo: () => boolean | Promise<boolean>) =>
      waitFor(async () => {
        clock.advance(1000)
        return isSo()
      }),
    async close() {
      await floors.close()
      await directory.close()
      await db.drop()
    },
  }
}
