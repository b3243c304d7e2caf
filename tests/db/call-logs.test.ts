import { afterAll, beforeAll, expect, it } from 'vitest'
import { readCallLogs } from '#db/queries/read-call-logs.ts'
import { createPostgresLog } from '#db/writes/postgres-log.ts'
import type { Event } from '#server/domain/event.ts'
import type { EventLog, NewEntry } from '#server/domain/event-log.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

let db: TestDatabase
let log: EventLog
beforeAll(async () => {
  db = await createTestDatabase()
  log = createPostgresLog(db.database.sql)
})
afterAll(() => db.drop())

const entry = (
  eventId: string,
  callId: string | undefined,
  more: Partial<NewEntry> = {},
  data: object = {},
): NewEntry => ({
  source: 'feed',
  origin: 'owner',
  epoch: 'e1',
  receivedAt: Date.now(),
  event: { eventId, callId, type: 'call.attributes', occurredAt: new Date().toISOString(), data } as Event,
  ...more,
})
const joins = (eventId: string, callId: string, positions: readonly (number | null)[]): NewEntry => {
  const { event } = entry(eventId, callId)
  return entry(eventId, callId, {
    source: 'server',
    event: { ...event, type: 'call.joined', data: { positions } } as Event,
  })
}

it('the logs of many calls read at once are those read one by one, words that joined two calls in both', async () => {
  for (const feed of ['pbx', 'other']) await db.owner.sql`insert into feed (id, name) values (${feed}, ${feed})`
  const { term } = await log.claim('pbx', 'me')
  const words = { origin: 'asr' } as const
  const { positions } = await log.append('pbx', term, [
    entry('a', 'one'),
    entry('b', 'two'),
    entry('w1', undefined, words),
    entry('w2', 'by another name', words),
    entry('w3', 'one', words),
    entry('c', 'one'),
  ])
  await log.append('pbx', term, [
    joins('j1', 'one', [positions[2] ?? 0, positions[3] ?? 0, positions[4] ?? 0]),
    joins('j2', 'two', [positions[3] ?? 0]),
  ])
  const elsewhere = await log.claim('other', 'me')
  await log.append('other', elsewhere.term, [entry('a', 'one')])

  const callIds = ['one', 'two', 'by another name', 'nobody’s']
  const logs = await readCallLogs(db.database.sql, 'pbx', callIds)
  for (const callId of callIds) expect(logs.get(callId) ?? []).toEqual(await log.readCall('pbx', callId))
  expect(logs.get('one')?.map(({ event }) => event.eventId)).toEqual(['a', 'w1', 'w2', 'w3', 'c', 'j1'])
  expect([...logs.keys()]).toHaveLength(3)
})
