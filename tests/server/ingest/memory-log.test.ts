import { createMemoryLog } from '#server/ingest/memory-log.ts'
import { describeEventLog } from './event-log-contract.ts'

describeEventLog('memory', async () => {
  const log = createMemoryLog()
  return { log, addFeed: async (feedId) => log.addFeed(feedId) }
})
