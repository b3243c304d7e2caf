import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addFeed } from '#db/writes/add-feed.ts'
import { getAccess } from '#server/access/auth.ts'
import { addUser } from '#server/access/users.ts'
import { systemClock } from '#server/clock.ts'
import type { RunningServer } from '#server/create-server.ts'
import { FEED_PATH } from '#server/protocol/feed.ts'
import { LIVE_PATH } from '#server/protocol/live.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { startTestServer } from '#tests/support/test-server.ts'
import { waitFor } from '#tests/support/wait-for.ts'

let db: TestDatabase
let server: RunningServer
let page: Socket
let feed: Socket

const signIn = async (username: string, role: string): Promise<string> => {
  const access = getAccess()
  const given = { username, role, teamIds: [], mustChangePassword: false }
  const { password } = await addUser(access, { kind: 'shell', id: 'test' }, given)
  const response = await access.auth.handler(
    new Request(`${server.url}/api/auth/sign-in/username`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ username, password }),
    }),
  )
  return response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
}

beforeAll(async () => {
  db = await createTestDatabase()
  const { token } = await addFeed(db.database.sql, { name: 'pbx', origin: 'owner' })
  server = await startTestServer(db)
  const headers = { origin: server.url, cookie: await signIn('boss', 'manager') }
  const way = { transports: ['websocket'], forceNew: true, reconnection: false }
  page = io(server.url, { ...way, path: LIVE_PATH, extraHeaders: headers })
  await waitFor(() => page.connected)
  await page.emitWithAck('live:hello', { v: PROTOCOL_VERSION })
  feed = io(server.url, { ...way, path: FEED_PATH, auth: { token } })
  const hello = { v: PROTOCOL_VERSION, feedId: 'pbx', epoch: 'boot-1', order: 'time', resumed: true }
  expect(await feed.emitWithAck('feed:hello', hello)).toMatchObject({ ok: true })
})
afterAll(async () => {
  page.disconnect()
  feed.disconnect()
  await server.close()
  await db.drop()
})

const tell = (callId: string, type: string, data: object) =>
  feed.emitWithAck('feed:events', {
    events: [
      { eventId: `${callId}-${type}`, type, occurredAt: new Date(systemClock.now()).toISOString(), callId, data },
    ],
  })
const pins = async () =>
  Object.fromEntries(
    (
      await db.owner.sql<{ callId: string; playbook: number }[]>`
        select event->>'callId' as "callId", (event->'data'->>'playbook')::int as playbook
        from feed_event where type = 'call.pinned'`
    ).map(({ callId, playbook }) => [callId, playbook]),
  )

it('[PLAY-4] [FOLD-13] a call that begins after a version was published is pinned to it; one that runs keeps its own', async () => {
  await tell('before', 'call.offered', { direction: 'inbound' })
  await waitFor(async () => (await pins()).before)
  expect(await page.emitWithAck('playbook:start-draft', { revision: 0, version: 1 })).toMatchObject({ ok: true })
  const edits = [{ path: ['scenarios', 0, 'steps', 0, 'dwellSec', 'max'], value: 40 }]
  expect(await page.emitWithAck('playbook:save-draft', { revision: 1, edits })).toMatchObject({ ok: true, revision: 2 })
  const published = await page.emitWithAck('playbook:publish', { revision: 2, over: 1, note: '' })
  expect(published).toMatchObject({ ok: true, version: 2 })
  await tell('after', 'call.offered', { direction: 'inbound' })
  await tell('before', 'call.queued', { queueId: 'q1' })
  await waitFor(async () => (await pins()).after)
  expect(await pins()).toEqual({ before: 1, after: 2 })
})
