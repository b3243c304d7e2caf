import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findLastBackTest } from '#db/queries/find-last-back-test.ts'
import { addFeed } from '#db/writes/add-feed.ts'
import { getAccess } from '#server/access/auth.ts'
import { addUser } from '#server/access/users.ts'
import { systemClock } from '#server/clock.ts'
import type { RunningServer } from '#server/create-server.ts'
import { shippedPlaybook } from '#server/domain/playbook/load.ts'
import type { BackTestStatus, ExampleCall } from '#server/protocol/back-test.ts'
import { FEED_PATH } from '#server/protocol/feed.ts'
import { LIVE_PATH } from '#server/protocol/live.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { startTestServer } from '#tests/support/test-server.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const CALLS = 30
const PATIENCE_MS = 60_000
/** A page may ask fifty times in ten seconds. */
const ASK_MS = 500
/** What nobody may see in a result. */
const SAID = '套餐多扣了二十块'

let db: TestDatabase
let server: RunningServer
let page: Socket
let feed: Socket
const way = { transports: ['websocket'], forceNew: true, reconnection: false }

const openPage = async (username: string, role: string, teamIds: string[] = []): Promise<Socket> => {
  const access = getAccess()
  const given = { username, role, teamIds, mustChangePassword: false }
  const { password } = await addUser(access, { kind: 'shell', id: 'test' }, given)
  const response = await access.auth.handler(
    new Request(`${server.url}/api/auth/sign-in/username`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ username, password }),
    }),
  )
  const cookies = response.headers.getSetCookie().map((one) => one.split(';')[0])
  const headers = { origin: server.url, cookie: cookies.join('; ') }
  const socket = io(server.url, { ...way, path: LIVE_PATH, extraHeaders: headers })
  await waitFor(() => socket.connected)
  await socket.emitWithAck('live:hello', { v: PROTOCOL_VERSION })
  return socket
}

/** An inquiry of a minute in which nobody greets. */
const tellCall = (callId: string, startedAt: number) => {
  let n = 0
  const leg = { agentId: '1001', segmentId: `${callId}-s` }
  const at = (second: number, type: string, data: object, head: object = leg) => ({
    eventId: `${callId}-${++n}`,
    occurredAt: new Date(startedAt + second * 1_000).toISOString(),
    callId,
    ...head,
    type,
    data,
  })
  const says = (second: number, role: string, text: string) =>
    at(second, 'transcript.segment', { utteranceId: `${callId}-u${second}`, revision: 0, isFinal: true, role, text })
  return [
    at(0, 'call.offered', { direction: 'inbound' }, {}),
    at(1, 'scenario.tagged', { scenario: 'inquiry' }, {}),
    at(2, 'call.connected', {}),
    at(2, 'transcript.started', {}),
    at(3, 'step.entered', { step: 'opening' }),
    says(4, 'agent', '请讲'),
    at(8, 'step.entered', { step: 'need_identification' }),
    says(9, 'customer', SAID),
    at(60, 'call.cleared', { cause: 'customer_hangup' }, {}),
  ]
}

const ask = (name: string, body: object = {}) => page.emitWithAck(`playbook:${name}`, body)
const ended = async () =>
  (await db.owner.sql<{ count: number }[]>`select count(*)::int as count from call where cleared_at is not null`)[0]
    ?.count

beforeAll(async () => {
  db = await createTestDatabase()
  const { token } = await addFeed(db.database.sql, { name: 'pbx', origin: 'owner' })
  server = await startTestServer(db)
  page = await openPage('boss', 'manager')
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

let revision = 0
/** Starts one of the draft as it is and waits for its end. */
const test = async (calls = 100): Promise<BackTestStatus & { state: 'done' }> => {
  const begun = await ask('back-test', { revision, over: 1, calls })
  expect(begun).toMatchObject({ ok: true, test: { state: 'running', revision, over: 1, calls } })
  let status: BackTestStatus = begun.test
  await waitFor(async () => {
    status = (await ask('back-test-progress')).test
    return status.state !== 'running'
  }, ASK_MS)
  if (status.state !== 'done') throw new Error(`it ended as ${status.state}`)
  return status
}

it('[BACK-4] without stored calls there is nothing to test, and the result says so', {
  timeout: PATIENCE_MS,
}, async () => {
  expect(await ask('back-test-progress')).toEqual({ ok: true, test: null })
  ;({ revision } = await ask('start-draft', { revision: 0, version: 1 }))
  expect(await findLastBackTest(db.database.sql)).toBeNull()
  const { report, total } = await test()
  expect(await findLastBackTest(db.database.sql)).toMatchObject({ by: 'boss' })
  expect({ total, read: report.calls.read, lines: report.lines }).toEqual({ total: 0, read: 0, lines: [] })
})

it('[BACK-2] a draft as the version in force changes nothing; one that asks for less takes just that away', {
  timeout: PATIENCE_MS,
}, async () => {
  const now = systemClock.now()
  for (let n = 0; n < CALLS; n++)
    expect(
      await feed.emitWithAck('feed:events', { events: tellCall(`c${n}`, now - 600_000 - n * 1_000) }),
    ).toMatchObject({ ok: true })
  await waitFor(async () => (await ended()) === CALLS)

  const same = await test()
  expect(same.report.calls).toMatchObject({ read: CALLS, judged: CALLS, wordless: 0, unclassified: 0 })
  expect(same.report.total).toMatchObject({ appeared: 0, disappeared: 0, changed: 0 })
  expect(same.report.total.before).toBeGreaterThan(CALLS)

  const actions = shippedPlaybook().scenarios.find(({ scenario }) => scenario === 'inquiry')?.steps[0]?.actions ?? []
  const path = ['scenarios', 0, 'steps', 0, 'actions', actions.findIndex(({ action }) => action === 'OPEN_GREET')]
  ;({ revision } = await ask('save-draft', { revision, edits: [{ path, remove: true }] }))
  const { id, report, done, total } = await test()
  expect({ done, total }).toEqual({ done: CALLS, total: CALLS })
  expect(report.total).toMatchObject({ appeared: 0, disappeared: CALLS, changed: 0 })
  const [line] = report.lines
  expect(line).toMatchObject({
    rule: 'action_missed',
    about: { id: 'OPEN_GREET' },
    scenario: 'inquiry',
    disappeared: CALLS,
  })

  const { calls } = await ask('back-test-calls', { id, line: line?.id })
  expect(calls).toHaveLength(20)
  const [first] = calls as ExampleCall[]
  expect(first).toMatchObject({ feedId: 'pbx', callId: 'c0', agentNo: '1001', change: 'disappeared' })
  expect(JSON.stringify([report, calls])).not.toContain(SAID)
})

it('[BACK-4] calls the log no longer holds, whole or in part, are counted and never judged', {
  timeout: PATIENCE_MS,
}, async () => {
  await db.owner.sql`delete from feed_event where call_id = 'c3'`
  await db.owner.sql`delete from feed_event where call_id = 'c4' and type in ('call.offered', 'scenario.tagged')`
  await db.owner.sql`delete from feed_event where call_id = 'c5' and type = 'call.cleared'`
  await db.owner.sql`delete from feed_event where call_id = 'c6' and type like 'transcript.%'`
  const { report } = await test()
  expect(report.calls).toMatchObject({ read: CALLS, judged: CALLS - 3, gone: 1, cut: 2, broken: 0, wordless: 1 })
  expect(report.total.disappeared).toBe(CALLS - 4)
})

it('[BACK-6] one runs at a time, and it can be cancelled', { timeout: PATIENCE_MS }, async () => {
  const begun = await ask('back-test', { revision, over: 1, calls: 10_000 })
  expect(await ask('back-test', { revision, over: 1, calls: 100 })).toMatchObject({
    ok: false,
    code: 'conflict',
    reason: { key: 'backTestRuns' },
  })
  await ask('back-test-cancel', { id: 'another' })
  expect((await ask('back-test-progress')).test.state).toBe('running')
  expect(await ask('back-test-cancel', { id: begun.test.id })).toMatchObject({ ok: true, test: { state: 'cancelled' } })
  expect(await ask('back-test-calls', { id: begun.test.id, line: 'any' })).toMatchObject({
    ok: false,
    code: 'not_found',
  })
  expect((await test()).state).toBe('done')
})

it('[BACK-7] a draft that makes no sense, another draft and another version are refused before anything starts', async () => {
  const refused = (body: object) => ask('back-test', { revision, over: 1, calls: 100, ...body })
  expect(await refused({ revision: revision + 1 })).toMatchObject({
    code: 'conflict',
    reason: { key: 'playbookMoved' },
  })
  expect(await refused({ over: 2 })).toMatchObject({ code: 'conflict', reason: { key: 'playbookOverOther' } })
  expect(await refused({ calls: 7 })).toMatchObject({ code: 'bad_request' })
  const edits = [{ path: ['scenarios', 0, 'steps', 0, 'dwellSec', 'warn'], value: 99 }]
  ;({ revision } = await ask('save-draft', { revision, edits }))
  expect(await refused({ revision })).toMatchObject({ code: 'bad_request', reason: { key: 'playbookInvalid' } })
})

it('[BACK-7] only who may edit and sees every team starts or sees one; starting is in the audit', async () => {
  const rows = await db.owner.sql<
    { detail: object }[]
  >`select detail from audit where action = 'playbook.back_test' order by id`
  expect(rows).toHaveLength(6)
  expect(rows[0]?.detail).toEqual({ revision: 1, over: 1, calls: 100 })
  const other = await openPage('lead', 'floor_manager')
  for (const [name, body] of Object.entries({
    'playbook:back-test': { revision, over: 1, calls: 100 },
    'playbook:back-test-progress': {},
    'playbook:back-test-calls': { id: 'any', line: 'any' },
    'playbook:back-test-cancel': { id: 'any' },
  }))
    expect(await other.emitWithAck(name, body)).toMatchObject({ ok: false, code: 'forbidden' })
  other.disconnect()
})
