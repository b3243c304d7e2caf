import { io, type Socket } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertTeam } from '#db/writes/insert-team.ts'
import { type Access, getAccess } from '#server/access/auth.ts'
import { addUser, editUser, endUserSessions, setBanned, setPassword } from '#server/access/users.ts'
import { systemClock } from '#server/clock.ts'
import type { RunningServer } from '#server/create-server.ts'
import { LIVE_PATH } from '#server/protocol/live.ts'
import { PROTOCOL_VERSION } from '#server/protocol/version.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { startTestServer } from '#tests/support/test-server.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const shell = { kind: 'shell', id: 'test' } as const
let db: TestDatabase
let server: RunningServer
let access: Access
const sockets: Socket[] = []

beforeAll(async () => {
  db = await createTestDatabase()
  server = await startTestServer(db)
  access = getAccess()
  for (const id of ['a', 'b'])
    await insertTeam(db.database.sql, { id, name: `Team ${id}`, createdAt: systemClock.now() })
})
afterAll(async () => {
  for (const socket of sockets) socket.disconnect()
  await server.close()
  await db.drop()
})

/** The library's own route, which Next serves in the whole product. */
const post = async (path: string, body: object, cookie = '') => {
  const response = await access.auth.handler(
    new Request(`${server.url}/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url, cookie },
      body: JSON.stringify(body),
    }),
  )
  const set = response.headers.getSetCookie().map((one) => one.split(';')[0])
  return { status: response.status, cookie: set.join('; ') }
}

const openPage = (cookie: string) => {
  const socket = io(server.url, {
    path: LIVE_PATH,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { origin: server.url, cookie },
  })
  sockets.push(socket)
  return socket
}

type Person = { id: string; username: string; password: string; cookie: string }

const enter = async (username: string, mustChangePassword = false): Promise<Person> => {
  const given = { username, role: 'supervisor', teamIds: ['a'], mustChangePassword }
  const { id, password } = await addUser(access, shell, given)
  const { cookie } = await post('/sign-in/username', { username, password })
  return { id, username, password, cookie }
}

/** A page that is open and greeted, and what it is told when it is cut. */
const openGreeted = async (cookie: string) => {
  const socket = openPage(cookie)
  const told: { code: string }[] = []
  socket.on('live:cut', (cut: { code: string }) => told.push(cut))
  await waitFor(() => socket.connected)
  expect(await socket.emitWithAck('live:hello', { v: PROTOCOL_VERSION })).toMatchObject({ ok: true })
  return { socket, told }
}

const ENDINGS: Record<string, (who: Person) => Promise<unknown>> = {
  'sign-out': ({ cookie }) => post('/sign-out', {}, cookie),
  'sign-out everywhere': ({ id }) => endUserSessions(access, { kind: 'user', id }, id),
  disabling: (who) => setBanned(access, shell, who, true),
  'another role': ({ id, username }) => editUser(access, shell, id, { name: username, role: 'viewer', teamIds: ['a'] }),
  'another team': ({ id, username }) =>
    editUser(access, shell, id, { name: username, role: 'supervisor', teamIds: ['b'] }),
  'a password reset': (who) => setPassword(access, shell, who),
}

describe('an open page', () => {
  it.each(Object.keys(ENDINGS))('[SIGN-6] is cut by %s', async (how) => {
    const who = await enter(how.replaceAll(' ', '.'))
    const page = await openGreeted(who.cookie)
    await ENDINGS[how]?.(who)
    await waitFor(() => !page.socket.connected)
    expect(page.told).toMatchObject([{ code: 'unauthenticated' }])
  })

  it('[SIGN-6] is cut when its owner chooses a password elsewhere, and the page where they did goes on', async () => {
    const who = await enter('chooser')
    const { cookie: there } = await post('/sign-in/username', who)
    const [old, kept] = [await openGreeted(who.cookie), await openGreeted(there)]
    const change = { current: who.password, next: 'all my very own words' }
    expect((await post('/own-password', change, there)).status).toBe(200)
    await waitFor(() => !old.socket.connected)
    expect(await kept.socket.emitWithAck('live:hello', { v: PROTOCOL_VERSION })).toMatchObject({ ok: true })
  })

  it('[SIGN-4] is not opened, and no file handed out, with a password somebody else gave', async () => {
    const { cookie } = await enter('newcomer', true)
    const error = await new Promise<Error>((resolve) => openPage(cookie).once('connect_error', resolve))
    expect(error.message).toBe('unauthenticated')
    const file = await fetch(`${server.url}/api/export/users.csv`, { headers: { cookie } })
    expect(file.status).toBe(401)
  })

  it('is noted as seen once a minute while it is open', async () => {
    const { id, cookie } = await enter('watcher')
    await db.owner.sql`update app_session set seen_at = now() - interval '1 hour' where user_id = ${id}`
    await openGreeted(cookie)
    const seen = () => db.owner.sql`
      select 1 from app_session where user_id = ${id} and seen_at > now() - interval '1 minute'`
    await waitFor(async () => (await seen()).length > 0)
    await db.owner.sql`update app_session set seen_at = now() - interval '1 hour' where user_id = ${id}`
    await waitFor(async () => (await seen()).length > 0)
  })
})
