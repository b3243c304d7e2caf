import { connect } from 'node:net'
import { io } from 'socket.io-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from '#db/client.ts'
import { addFeed } from '#db/writes/add-feed.ts'
import { systemClock } from '#server/clock.ts'
import type { RunningServer } from '#server/create-server.ts'
import { FEED_PATH } from '#server/protocol/feed.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { startTestServer } from '#tests/support/test-server.ts'
import { waitFor } from '#tests/support/wait-for.ts'

let db: TestDatabase
let server: RunningServer

beforeEach(async () => {
  db = await createTestDatabase()
})
afterEach(async () => {
  await server.close()
  await db.drop()
})

const health = async () => {
  const response = await fetch(`${server.url}/api/health`)
  return { status: response.status, body: (await response.json()) as { ok: boolean; checks: Record<string, string> } }
}

/** What comes back for a raw request; empty when the socket is destroyed without an answer. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve) => {
    let answer = ''
    const socket = connect(server.port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (data) => {
      answer += data.toString()
      socket.end()
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(answer))
  })

const upgrade = (target: string, headers = '') =>
  raw(
    `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n${headers}\r\n`,
  )

const sendEvents = async (token: string, events: object[]) => {
  const socket = io(server.url, { path: FEED_PATH, transports: ['websocket'], auth: { token }, reconnection: false })
  const hello = { v: PROTOCOL_VERSION, feedId: 'pbx', epoch: 'boot-1', order: 'time', resumed: true }
  const welcome = await socket.emitWithAck('feed:hello', hello)
  const answer = await socket.emitWithAck('feed:events', { events })
  socket.disconnect()
  return { welcome, answer }
}

const offered = (callId: string, at = systemClock.now()) => ({
  eventId: `${callId}-offered`,
  type: 'call.offered',
  occurredAt: new Date(at).toISOString(),
  callId,
  data: { direction: 'inbound', customerNumber: '13812345678' },
})

describe('the server', () => {
  it('answers its own routes before the pages, and everything else by them', async () => {
    server = await startTestServer(db)
    expect((await health()).status).toBe(200)
    expect(await (await fetch(`${server.url}/floor`)).text()).toBe('page /floor')
    const metrics = await (await fetch(`${server.url}/api/metrics`)).text()
    expect(metrics).toMatch(/^linewarden_events_stored_total 0$/m)
    expect(metrics).toMatch(/^nodejs_eventloop_lag_p99_seconds /m)
  })

  it('takes events from a feed to the log and the floor, and counts them', async () => {
    const { token } = await addFeed(db.database.sql, { name: 'pbx', origin: 'owner' })
    server = await startTestServer(db)
    const { welcome, answer } = await sendEvents(token, [offered('c1'), offered('c2'), offered('c2')])
    expect(welcome).toMatchObject({ ok: true })
    expect(answer).toMatchObject({ ok: true, stored: 2, duplicates: 1 })
    const rows = await db.owner.sql`select event::text as event from feed_event where type = 'call.offered'`
    expect(rows).toHaveLength(2)
    expect(JSON.stringify(rows)).not.toContain('13812345678')
    const metrics = await (await fetch(`${server.url}/api/metrics`)).text()
    expect(metrics).toMatch(/^linewarden_events_stored_total 2$/m)
    expect(metrics).toMatch(/^linewarden_floor_calls\{feed="pbx"\} 2$/m)
  })

  it('has the same calls after a restart', async () => {
    const { token } = await addFeed(db.database.sql, { name: 'pbx', origin: 'owner' })
    server = await startTestServer(db)
    await sendEvents(token, [offered('c1'), offered('c2')])
    await server.close()
    const [recorded] = await db.owner.sql<{ calls: number }[]>`select count(*)::int as calls from call`
    expect(recorded?.calls).toBe(2)
    server = await startTestServer(db)
    const metrics = await (await fetch(`${server.url}/api/metrics`)).text()
    expect(metrics).toMatch(/^linewarden_floor_calls\{feed="pbx"\} 2$/m)
  })

  it('destroys every upgrade that is not one of its sockets', async () => {
    server = await startTestServer(db)
    for (const target of ['/', '/_next/webpack-hmr', '/livestock', '/live/x', '/socket.io/?EIO=4&transport=websocket'])
      expect(await upgrade(target)).toBe('')
    expect(await upgrade('http://169.254.169.254/live/?EIO=4&transport=websocket')).toBe('')
    expect(await upgrade('/feed/?EIO=4&transport=websocket')).toMatch(/^HTTP\/1.1 101 /)
  })

  it('refuses a page of another site on /live and a browser on /feed', async () => {
    server = await startTestServer(db)
    const live = '/live/?EIO=4&transport=websocket'
    expect(await upgrade(live, 'Origin: https://elsewhere.example\r\n')).not.toMatch(/ 101 /)
    expect(await upgrade(live)).not.toMatch(/ 101 /)
    expect(await upgrade(live, `Origin: ${server.url}\r\n`)).toMatch(/ 101 /)
    expect(await upgrade('/feed/?EIO=4&transport=websocket', `Origin: ${server.url}\r\n`)).not.toMatch(/ 101 /)
  })

  it('lets nobody on /live without a session', async () => {
    server = await startTestServer(db)
    const socket = io(server.url, {
      path: '/live',
      transports: ['websocket'],
      extraHeaders: { origin: server.url },
      reconnection: false,
    })
    const error = await new Promise<Error>((resolve) => socket.on('connect_error', resolve))
    expect(error).toMatchObject({ data: { code: 'unauthenticated' } })
  })

  it('opens the floor of a feed that is added while it runs', async () => {
    server = await startTestServer(db)
    await addFeed(db.database.sql, { name: 'late', origin: 'owner' })
    const healthy = await waitFor(async () => {
      const { body } = await health()
      return body.checks['floor late'] === 'ok' ? body : null
    }, 200)
    expect(healthy.ok).toBe(true)
  })

  it('says which part is ill and answers 503 while the database is away', async () => {
    server = await startTestServer(db)
    const name = new URL(db.ownerUrl).pathname.slice(1)
    const above = openDatabase(Object.assign(new URL(db.ownerUrl), { pathname: '/postgres' }).href, {
      role: null,
      max: 1,
    })
    const allow = (isAllowed: boolean) => above.sql.unsafe(`alter database ${name} allow_connections ${isAllowed}`)
    await allow(false)
    await above.sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`
    const { status, body } = await health()
    expect(status).toBe(503)
    expect(body.ok).toBe(false)
    expect(body.checks.database).not.toBe('ok')
    expect(body.checks[FEED_PATH]).toBe('ok')
    await allow(true)
    await waitFor(async () => (await health()).status === 200, 100)
    await above.close()
  })

  it('says in one line that its port is taken, and takes no feed from the server that has it', async () => {
    await addFeed(db.database.sql, { name: 'pbx', origin: 'owner' })
    server = await startTestServer(db)
    await expect(startTestServer(db, { port: server.port })).rejects.toMatchObject({
      code: 'config',
      message: expect.stringMatching(/^Port \d+ on 127\.0\.0\.1 is taken: [^\n]+$/),
    })
    expect(await db.owner.sql`select term from feed`).toEqual([{ term: 1 }])
  })
})
