import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { insertTeam } from '#db/writes/insert-team.ts'
import { setUserTeams } from '#db/writes/set-user-teams.ts'
import { type Access, ADDRESS_HEADER, openAccess } from '#server/access/auth.ts'
import { addUser as addGivenUser } from '#server/access/users.ts'
import { admitViewer, recheckTickets, viewerFromHeaders } from '#server/access/viewer.ts'
import { systemClock } from '#server/clock.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'

/** Somebody who has chosen their own password already. */
const addUser: typeof addGivenUser = (on, actor, given) =>
  addGivenUser(on, actor, { ...given, mustChangePassword: false })

const PUBLIC_URL = 'http://127.0.0.1:3999'
const shell = { kind: 'shell', id: 'test' } as const
let db: TestDatabase
let access: Access

const post = (path: string, body: object, cookie = '') =>
  access.auth.handler(
    new Request(`${PUBLIC_URL}/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: PUBLIC_URL, cookie, [ADDRESS_HEADER]: '192.0.2.7' },
      body: JSON.stringify(body),
    }),
  )

const signIn = async (username: string, password: string) => {
  const response = await post('/sign-in/username', { username, password })
  const cookie = response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
  return { status: response.status, cookie, setCookie: response.headers.getSetCookie().join('\n') }
}

const actions = async () =>
  await db.owner.sql<{ action: string; subject: string; address: string | null }[]>`
    select action, subject, address from audit order by id`

beforeAll(async () => {
  db = await createTestDatabase()
  const secret = 's'.repeat(48)
  access = openAccess({ database: db.database, clock: systemClock, secret, publicUrl: PUBLIC_URL, origins: [] })
  await insertTeam(db.database.sql, { id: 'a', name: 'Team A', createdAt: systemClock.now() })
  await insertTeam(db.database.sql, { id: 'b', name: 'Team B', createdAt: systemClock.now() })
})
afterAll(() => db.drop())

describe('signing in', () => {
  it('makes a viewer of a supervisor, scoped to the teams given', async () => {
    const { password } = await addUser(access, shell, { username: 'Sup.1', role: 'supervisor', teamIds: ['a'] })
    const { status, cookie, setCookie } = await signIn('sup.1', password)
    expect(status).toBe(200)
    expect(setCookie).toMatch(/HttpOnly/)
    expect(setCookie).toMatch(/SameSite=Lax/)
    const viewer = await viewerFromHeaders(new Headers({ cookie }))
    expect(viewer).toMatchObject({ kind: 'user', role: 'supervisor', name: 'Sup.1', masked: true })
    expect(viewer?.teams).toEqual(new Set(['a']))
    expect(await actions()).toContainEqual({
      action: 'session.open',
      subject: `user:${viewer?.id}`,
      address: '192.0.2.7',
    })
  })

  it('lets managers see every team', async () => {
    const { password } = await addUser(access, shell, { username: 'manager', role: 'manager', teamIds: [] })
    const { cookie } = await signIn('manager', password)
    expect((await viewerFromHeaders({ cookie }))?.teams).toBe('all')
  })

  it('refuses a wrong password and an unknown name alike, and writes both down', async () => {
    await addUser(access, shell, { username: 'known', role: 'admin', teamIds: [] })
    const wrong = await post('/sign-in/username', { username: 'known', password: 'not the password' })
    const unknown = await post('/sign-in/username', { username: 'stranger', password: 'not the password' })
    expect(wrong.status).toBe(401)
    expect(unknown.status).toBe(401)
    expect(await wrong.json()).toEqual(await unknown.json())
    const refused = (await actions()).filter(({ action }) => action === 'session.refuse')
    expect(refused.map(({ subject }) => subject)).toEqual(['username:known', 'username:stranger'])
  })

  it.each(['a\u0000b', '\ud800', "x' or '1'='1", '__proto__', 'x'.repeat(5000)])(
    'refuses the odd name %j as it refuses any other, and writes it down',
    async (username) => {
      const before = (await actions()).length
      const answer = await post('/sign-in/username', { username, password: 'not the password' })
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.status).toBeLessThan(500)
      expect((await actions()).slice(before)).toMatchObject([{ action: 'session.refuse' }])
    },
  )

  it('makes nobody a viewer without a session', async () => {
    expect(await viewerFromHeaders({})).toBeNull()
    expect(await viewerFromHeaders({ cookie: 'linewarden.session_token=forged.signature' })).toBeNull()
  })

  it.each(['/sign-up/email', '/sign-in/email', '/admin/create-user', '/admin/list-users', '/update-user'])(
    'offers no %s',
    async (path) => {
      const { password } = await addUser(access, shell, {
        username: `x${path.replaceAll('/', '.')}`,
        role: 'admin',
        teamIds: [],
      })
      const { cookie } = await signIn(`x${path.replaceAll('/', '.')}`, password)
      const answer = await post(path, { email: 'a@b.example', password, name: 'n', username: 'n' }, cookie)
      expect(answer.status).toBe(404)
    },
  )

  it('ends a session by sign-out at once', async () => {
    const { password } = await addUser(access, shell, { username: 'leaver', role: 'admin', teamIds: [] })
    const { cookie } = await signIn('leaver', password)
    const admission = await admitViewer({ cookie })
    const ticket = admission?.ticket ?? ''
    expect(await recheckTickets([ticket])).toEqual(new Set([ticket]))
    expect((await post('/sign-out', {}, cookie)).status).toBe(200)
    expect(await recheckTickets([ticket])).toEqual(new Set())
    expect(await viewerFromHeaders({ cookie })).toBeNull()
  })

  it('lasts a week from the day a page last asked about it, not from the day it began', async () => {
    const { id, password } = await addUser(access, shell, { username: 'stayer', role: 'admin', teamIds: [] })
    const { cookie } = await signIn('stayer', password)
    const { sql } = db.database
    await sql`update app_session set expires_at = now() + interval '2 days' where user_id = ${id}`
    const daysLeft = async () => {
      const [row] = await sql<{ days: number }[]>`
        select extract(epoch from expires_at - now())::float8 / 86400 as days from app_session where user_id = ${id}`
      return row?.days
    }
    expect(await viewerFromHeaders({ cookie })).not.toBeNull()
    expect(await daysLeft()).toBeLessThan(2)
    const answer = await access.auth.handler(new Request(`${PUBLIC_URL}/api/auth/get-session`, { headers: { cookie } }))
    expect(await answer.json()).toMatchObject({ user: { id } })
    expect(answer.headers.getSetCookie().join()).toMatch(/Max-Age=604800/)
    expect(await daysLeft()).toBeGreaterThan(6.9)
  })

  it('tells a page that asks without a session that there is none', async () => {
    const answer = await access.auth.handler(new Request(`${PUBLIC_URL}/api/auth/get-session`))
    expect([answer.status, await answer.json()]).toEqual([200, null])
  })

  it('takes a ticket back when teams change', async () => {
    const { id, password } = await addUser(access, shell, { username: 'mover', role: 'supervisor', teamIds: ['a'] })
    const { cookie } = await signIn('mover', password)
    const ticket = (await admitViewer({ cookie }))?.ticket ?? ''
    await setUserTeams(db.database.sql, { userId: id, teamIds: ['b'], from: systemClock.now() })
    expect(await recheckTickets([ticket])).toEqual(new Set())
    expect((await viewerFromHeaders({ cookie }))?.teams).toEqual(new Set(['b']))
  })

  it('takes a ticket back when the user is banned', async () => {
    const { id, password } = await addUser(access, shell, { username: 'gone', role: 'admin', teamIds: [] })
    const { cookie } = await signIn('gone', password)
    const ticket = (await admitViewer({ cookie }))?.ticket ?? ''
    await db.database.sql`update app_user set banned = true where id = ${id}`
    expect(await recheckTickets([ticket])).toEqual(new Set())
    expect(await viewerFromHeaders({ cookie })).toBeNull()
  })

  it('refuses a request from another site', async () => {
    const { password } = await addUser(access, shell, { username: 'csrf', role: 'admin', teamIds: [] })
    const { cookie } = await signIn('csrf', password)
    const answer = await access.auth.handler(
      new Request(`${PUBLIC_URL}/api/auth/sign-out`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: 'https://elsewhere.example', cookie },
        body: '{}',
      }),
    )
    expect(answer.status).toBe(403)
  })
})

describe('what is kept of a password', () => {
  it('[SIGN-3] is scrypt at what OWASP ASVS 5.0 approves, with a salt of its own', async () => {
    const { id } = await addUser(access, shell, { username: 'kept', role: 'admin', teamIds: [] })
    const [row] = await db.owner.sql<{ password: string }[]>`select password from app_account where user_id = ${id}`
    const [scheme, cost, r, p, salt, key] = (row?.password ?? '').split('$')
    expect(scheme).toBe('scrypt')
    expect(Number(cost)).toBeGreaterThanOrEqual(17)
    expect([Number(r), Number(p)]).toEqual([8, 1])
    expect(Buffer.from(salt ?? '', 'base64url')).toHaveLength(16)
    expect(Buffer.from(key ?? '', 'base64url')).toHaveLength(32)
  })
})

describe('adding users', () => {
  it('refuses a role that is none, a name that is taken and a supervisor without a team', async () => {
    await addUser(access, shell, { username: 'twin', role: 'viewer', teamIds: ['a'] })
    const add = (username: string, role: string, teamIds: string[]) =>
      addUser(access, shell, { username, role, teamIds })
    await expect(add('twin', 'viewer', ['a'])).rejects.toMatchObject({ code: 'conflict' })
    await expect(add('new', 'boss', [])).rejects.toMatchObject({ code: 'bad_request' })
    await expect(add('new', 'supervisor', [])).rejects.toMatchObject({ code: 'bad_request' })
    await expect(add('a b', 'admin', [])).rejects.toMatchObject({ code: 'bad_request' })
  })
})

describe('the audit', () => {
  it('can be neither changed nor shortened by the server', async () => {
    const { sql } = db.database
    await expect(sql`update audit set action = 'other'`).rejects.toMatchObject({ code: '42501' })
    await expect(sql`delete from audit`).rejects.toMatchObject({ code: '42501' })
    await expect(sql`truncate audit`).rejects.toMatchObject({ code: '42501' })
  })
})

describe('without a provider set up', () => {
  it.each(['/sign-in/social', '/callback/oidc', '/link-social'])('there is no %s', async (path) => {
    const body = { provider: 'oidc', callbackURL: '/floor', errorCallbackURL: '/sign-in' }
    expect((await post(path, body)).status).toBe(404)
    expect(access.oidcName).toBeUndefined()
  })
})
