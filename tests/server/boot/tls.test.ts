import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type RequestOptions, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addFeed } from '#db/writes/add-feed.ts'
import { getAccess } from '#server/access/auth.ts'
import { addUser } from '#server/access/users.ts'
import { viewerFromHeaders } from '#server/access/viewer.ts'
import { runCert } from '#server/admin/cert.ts'
import { systemClock } from '#server/clock.ts'
import type { RunningServer } from '#server/create-server.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { startTestServer } from '#tests/support/test-server.ts'

let db: TestDatabase
let server: RunningServer
let dir: string
let ca: string
const tls = () => ({ certFile: join(dir, 'tls/server.crt'), keyFile: join(dir, 'tls/server.key') })
const makeCertificate = () =>
  runCert(['--host', 'floor.lan'], { dataDir: dir }, { clock: systemClock, print: () => {} })

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'linewarden-tls-'))
  await makeCertificate()
  ca = readFileSync(join(dir, 'ca.crt'), 'utf8')
  db = await createTestDatabase()
  server = await startTestServer(db, { tls: tls() })
})
afterAll(async () => {
  await server.close()
  await db.drop()
  rmSync(dir, { recursive: true, force: true })
})

type Answer = { status: number | undefined; headers: Record<string, string | string[] | undefined>; body: string }

const ask = (path: string, options: RequestOptions, body?: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asking = request(`${server.url}${path}`, { agent: false, ...options }, (answer) => {
      let text = ''
      answer.on('data', (data) => {
        text += data
      })
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: text }))
    })
    asking.on('error', reject)
    asking.end(body)
  })

describe('a server with a certificate of a local authority', () => {
  it('is accepted by whoever trusts the authority, and by nobody else', async () => {
    expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    expect(await ask('/floor', { ca })).toMatchObject({ status: 200, body: 'page /floor' })
    await expect(ask('/floor', {})).rejects.toMatchObject({ code: expect.stringMatching(/SELF_SIGNED_CERT|UNABLE_TO/) })
    await expect(ask('/floor', { ca, servername: 'evil.example' })).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    })
  })

  it('speaks no TLS older than 1.2, and nothing in the clear', async () => {
    const old = connect({ port: server.port, host: '127.0.0.1', ca, maxVersion: 'TLSv1.1', minVersion: 'TLSv1' })
    expect(await new Promise((resolve) => old.once('error', resolve).once('secureConnect', resolve))).toBeInstanceOf(
      Error,
    )
    await expect(fetch(server.url.replace('https:', 'http:'))).rejects.toThrow()
  })

  it('is healthy by its own knocking, and lets pages connect over TLS only', async () => {
    const { status, body, headers } = await ask('/api/health', { ca })
    expect(status).toBe(200)
    expect(JSON.parse(body)).toMatchObject({ ok: true, checks: { '/feed': 'ok', '/live': 'ok' } })
    expect(headers['content-security-policy']).toContain(`connect-src 'self' wss://127.0.0.1:${server.port}`)
  })

  it('takes a feed whose program trusts the authority', async () => {
    const { token } = await addFeed(db.database.sql, { name: 'pbx', origin: 'owner' })
    const options = { path: '/feed', transports: ['websocket'], auth: { token }, reconnection: false, forceNew: true }
    const stranger = io(server.url, options)
    expect(await new Promise((resolve) => stranger.once('connect_error', resolve))).toBeInstanceOf(Error)
    const feed = io(server.url, { ...options, ca })
    const hello = { v: PROTOCOL_VERSION, feedId: 'pbx', epoch: 'tls', order: 'time', resumed: true }
    expect(await feed.emitWithAck('feed:hello', hello)).toMatchObject({ ok: true })
    feed.disconnect()
  })

  it('[EDGE-5] gives sessions to cookies only this host can set, and finds the session by them', async () => {
    const access = getAccess()
    const { password } = await addUser(
      access,
      { kind: 'shell', id: 'test' },
      { username: 'boss', role: 'admin', teamIds: [], mustChangePassword: false },
    )
    const answer = await access.auth.handler(
      new Request(`${server.url}/api/auth/sign-in/username`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server.url },
        body: JSON.stringify({ username: 'boss', password }),
      }),
    )
    const cookies = answer.headers.getSetCookie()
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-linewarden\.[a-z_]+=/)
      expect(cookie).toMatch(/; Path=\/(;|$)/)
      expect(cookie).toMatch(/; Secure(;|$)/)
      expect(cookie).toMatch(/; HttpOnly(;|$)/)
      expect(cookie).toMatch(/; SameSite=Lax(;|$)/)
      expect(cookie).not.toMatch(/Domain/i)
    }
    const cookie = cookies.map((one) => one.split(';')[0]).join('; ')
    expect(await viewerFromHeaders({ cookie })).toMatchObject({ name: 'boss' })
    expect(await viewerFromHeaders({ cookie: cookie.replaceAll('__Host-', '') })).toBeNull()
    const live = io(server.url, {
      path: '/live',
      transports: ['websocket'],
      ca,
      extraHeaders: { origin: server.url, cookie },
      reconnection: false,
    })
    expect(await live.emitWithAck('live:hello', { v: PROTOCOL_VERSION })).toMatchObject({ ok: true })
    live.disconnect()
  })

  it('takes a newer certificate without a restart, and keeps the old one when the new one is bad', async () => {
    const serial = () =>
      new Promise<string>((resolve, reject) => {
        const socket = connect({ port: server.port, host: '127.0.0.1', ca, servername: 'floor.lan' }, () => {
          resolve(socket.getPeerCertificate().serialNumber)
          socket.destroy()
        })
        socket.on('error', reject)
      })
    const before = await serial()
    await makeCertificate()
    expect(await serial()).toBe(before)
    server.renewCertificate()
    const after = await serial()
    expect(after).not.toBe(before)
    rmSync(tls().keyFile)
    expect(() => server.renewCertificate()).toThrow(/TLS_KEY/)
    expect(await serial()).toBe(after)
  })
})
