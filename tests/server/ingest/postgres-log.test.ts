import { afterAll } from 'vitest'
import { createPostgresLog } from '#db/writes/postgres-log.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { describeEventLog } from './event-log-contract.ts'

let test: TestDatabase
afterAll(() => test.drop())

describeEventLog('PostgreSQL', async () => {
  test = await createTestDatabase()
  return {
    log: createPostgresLog(test.database.sql),
    addFeed: async (feedId) => {
      await test.owner.sql`insert into feed (id, name) values (${feedId}, ${feedId})`
    },
  }
})
