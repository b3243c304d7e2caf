import { afterAll, beforeAll, expect, it } from 'vitest'
import { getDatabase, shareDatabase } from '#db/client.ts'
import { isDataError } from '#db/errors.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

let test: TestDatabase
beforeAll(async () => {
  test = await createTestDatabase()
})
afterAll(async () => {
  shareDatabase(undefined)
  await test.drop()
})

it('pages reach the database of their process, and are told when there is none', () => {
  expect(() => getDatabase()).toThrow(expect.objectContaining({ code: 'unavailable' }))
  shareDatabase(test.database)
  expect(getDatabase()).toBe(test.database)
})

it('big integers come as numbers and times as text', async () => {
  const [row] = await test.database
    .sql`select 9007199254740991::bigint as big, '2026-11-22T08:00:00Z'::timestamptz as at`
  expect(row).toEqual({ big: Number.MAX_SAFE_INTEGER, at: '2026-11-22 08:00:00+00' })
})

it.each([
  ['a NUL in text', `select '"\\u0000"'::json #>> '{}'`, true],
  ['a lone surrogate', `select '"\\ud800"'::json #>> '{}'`, true],
  ['a year nobody lives in', `select 'year 300000'::timestamptz`, true],
  [
    'a row no partition takes',
    `insert into feed_event (feed_id, position, received_at, occurred_at, source, origin, epoch, event_id, type, version, event) values ('a', 1, '1999-01-01', now(), 'feed', 'owner', 'e', 'e', 't', 1, '{}')`,
    false,
  ],
  ['a table that is missing', 'select * from nowhere', false],
])('%s: is the data at fault?', async (_, statement, expected) => {
  const error = await test.database.sql.unsafe(statement).then(
    () => undefined,
    (e: unknown) => e,
  )
  expect(error).toBeInstanceOf(Error)
  expect(isDataError(error)).toBe(expected)
})
