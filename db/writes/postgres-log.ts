import type { EventLog } from '#server/domain/event-log.ts'
import type { Sql } from '../client.ts'
import { NO_PARTITION, sqlState } from '../errors.ts'
import { readCallLog } from '../queries/read-call-log.ts'
import { readLog } from '../queries/read-log.ts'
import { appendEntries } from './append-entries.ts'
import { claimFeed, renewFeed } from './claim-feed.ts'
import { ensurePartitions } from './ensure-partitions.ts'

/** The log in PostgreSQL. */
export const createPostgresLog = (sql: Sql): EventLog => ({
  claim: (feedId, owner) => claimFeed(sql, feedId, owner),
  renew: (feedId, owner) => renewFeed(sql, feedId, owner),
  async append(feedId, term, entries) {
    try {
      return await appendEntries(sql, feedId, term, entries)
    } catch (error) {
      const first = entries[0]
      if (sqlState(error) !== NO_PARTITION || !first) throw error
      // The daily job has not run for a week: make the day now rather than refuse events.
      await ensurePartitions(sql, first.receivedAt)
      return await appendEntries(sql, feedId, term, entries)
    }
  },
  read: (feedId, after, limit) => readLog(sql, feedId, after, limit),
  readCall: (feedId, callId) => readCallLog(sql, feedId, callId),
})
