import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addFeed } from '#db/writes/add-feed.ts'
import { getAccess } from '#server/access/auth.ts'
import { addUser } from '#server/access/users.ts'
import { systemClock } from '#server/clock.ts'
import type { RunningServer } from '#server/create-server.ts'
import type { CallView } from '#server/protocol/call-view.ts'
import { FEED_PATH } from '#server/protocol/feed.ts'
import { LIVE_PATH, type Snapshot } from '#server/protocol/live.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { startTestServer } from '#tests/support/test-server.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const FEED = 'pbx'
const THREAT = '我明天就去12315投诉你们'
const AGO = 60_000

let db: TestDatabase
let server: RunningServer
let feed: Socket
let page: Socket
const views = new Map<string, CallView>()

const open = (path: string, auth: object, extraHeaders: Record<string, string> = {}) =>
  io(server.url, { path, transports: ['websocket'], forceNew: true, reconnection: false, auth, extraHeaders })

const signIn = async () => {
  const access = getAccess()
  const given = { username: 'boss', role: 'manager', teamIds: [], mustChangePassword: false } as const
  const { password } = await addUser(access, { kind: 'shell', id: 't' }, given)
  const answer = await access.auth.handler(
    new Request(`${server.url}/api/auth/sign-in/username`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ username: 'boss', password }),
    }),
  )
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
}

beforeAll(async () => {
  db = await createTestDatabase()
  const { token } = await addFeed(db.database.sql, { name: FEED, origin: 'owner' })
  server = await startTestServer(db)
  feed = open(FEED_PATH, { token })
  await feed.emitWithAck('feed:hello', { v: PROTOCOL_VERSION, feedId: FEED, epoch: 'b', order: 'time', resumed: true })
  page = open(LIVE_PATH, {}, { origin: server.url, cookie: await signIn() })
  page.on('call', ({ callId, view }: { callId: string; view: CallView }) => views.set(callId, view))
  await page.emitWithAck('live:hello', { v: PROTOCOL_VERSION })
})
afterAll(async () => {
  feed.disconnect()
  page.disconnect()
  await server.close()
  await db.drop()
})

const talk = async (callId: string, agentId: string, role: 'agent' | 'customer', text: string) => {
  const from = systemClock.now() - AGO
  const event = (second: number, type: string, data: object, head: object = {}) => ({
    eventId: `${callId}-${type}`,
    type,
    callId,
    occurredAt: new Date(from + second * 1000).toISOString(),
    data,
    ...head,
  })
  const events = [
    event(0, 'call.offered', { direction: 'inbound' }),
    event(2, 'call.connected', {}, { agentId, segmentId: `${callId}-a`, queueId: 'q' }),
    event(9, 'transcript.segment', { utteranceId: `${callId}-u`, role, text }),
  ]
  expect(await feed.emitWithAck('feed:events', { events })).toMatchObject({ ok: true })
  const at = new Date(systemClock.now()).toISOString()
  expect(await feed.emitWithAck('feed:heartbeat', { at })).toMatchObject({ ok: true })
}

const rowOf = async (agentId: string) => {
  const { snapshot } = (await page.emitWithAck('live:snapshot', { feed: FEED })) as { snapshot: Snapshot }
  const change = snapshot.changes.find(({ kind, id }) => kind === 'agent' && id === agentId)
  return change?.kind === 'agent' ? change.row : undefined
}

const watch = async (callId: string): Promise<CallView> => {
  await page.emitWithAck('call:watch', { feed: FEED, callId })
  return waitFor(() => views.get(callId))
}

it('[CMPL-14] a customer’s threat calls somebody, with the words it rests on, and a person puts it right', async () => {
  await talk('c1', '1001', 'customer', THREAT)
  const row = await waitFor(async () => {
    const found = await rowOf('1001')
    return found?.alerts.length ? found : undefined
  })
  expect(row.call).toMatchObject({ level: 3, levelSource: 'words' })
  expect(row.alerts).toMatchObject([{ rule: 'complaint_level', level: 3, source: 'words', condition: 'holding' }])
  expect(row.alerts[0]?.evidence).toContain('12315')

  const view = await watch('c1')
  const [change] = view.levels
  expect(change).toMatchObject({ level: 3, source: 'words' })
  expect(change?.evidenceList?.length).toBeGreaterThan(0)
  expect(view.alerts[0]?.evidenceList).toEqual(change?.evidenceList)
  for (const { said, text } of change?.evidenceList ?? []) {
    expect(said?.utteranceId).toBe('c1-u')
    expect(THREAT.slice(said?.from, said?.to)).toBe(text)
  }

  const said = { feed: FEED, callId: 'c1', level: 1, reason: '念的是投诉电话13812345678' }
  expect(await page.emitWithAck('call:set-level', said)).toMatchObject({ ok: true, level: 1 })
  await waitFor(() => views.get('c1')?.level === 1)
  const beat = () => feed.emitWithAck('feed:heartbeat', { at: new Date(systemClock.now()).toISOString() })
  await waitFor(async () => {
    await beat()
    return views.get('c1')?.alerts[0]?.condition === 'put_right'
  })
  expect(views.get('c1')).toMatchObject({ peakLevel: 3 })
  expect(views.get('c1')?.levels.at(-1)).toMatchObject({ source: 'person', reason: '念的是投诉电话***********' })
})

it('[CMPL-14] a request for a superior is marked on the page and on the row, and calls nobody', async () => {
  await talk('c2', '1002', 'customer', '叫你们经理来跟我说')
  await waitFor(async () => (await rowOf('1002'))?.call?.level === 2)
  expect((await rowOf('1002'))?.alerts).toEqual([])
  const view = await watch('c2')
  expect(view.alerts).toEqual([])
  expect(view.marks?.filter(({ rule }) => rule === 'complaint_level')).toMatchObject([
    { level: 2, source: 'words', as: 'mark' },
  ])
})

it('[CMPL-12] an agent who reads the same words out raises nothing', async () => {
  await talk('c3', '1003', 'agent', THREAT)
  const view = await watch('c3')
  expect(view.transcript).toHaveLength(1)
  expect(view).toMatchObject({ level: 0, peakLevel: 0, levels: [], alerts: [] })
  expect((await rowOf('1003'))?.call?.level).toBe(0)
})
