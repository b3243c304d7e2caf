import { toNodeHandler } from 'better-auth/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getAccess } from '#server/access/auth.ts'
import { addUser, setBanned } from '#server/access/users.ts'
import { findGivenPassword, viewerFromHeaders } from '#server/access/viewer.ts'
import { systemClock } from '#server/clock.ts'
import { createServer, type RunningServer } from '#server/create-server.ts'
import { createLogger } from '#server/logger.ts'
import { type CookieBrowser, createCookieBrowser } from '#tests/support/cookie-browser.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { type Issuer, OIDC_CLIENT, startIssuer } from '#tests/support/oidc-issuer.ts'

const shell = { kind: 'shell', id: 'test' } as const
let db: TestDatabase
let issuer: Issuer
let server: RunningServer
let url: string

beforeAll(async () => {
  db = await createTestDatabase()
  const port = 20_000 + (process.pid % 20_000)
  url = `http://127.0.0.1:${port}`
  issuer = await startIssuer(`${url}/api/auth/callback/oidc`)
  // Away while the server starts: signing in by password must not care.
  issuer.setAway(true)
  server = await createServer({
    config: {
      host: '127.0.0.1',
      port,
      dataDir: '/nowhere',
      trustedProxies: [],
      secret: 'a secret of a test, long enough for it',
      logLevel: 'silent',
      oidc: { issuer: issuer.url, ...OIDC_CLIENT, name: 'Company', usernameClaim: 'preferred_username' },
    },
    clock: systemClock,
    logger: createLogger('silent'),
    database: db.database,
    pages: (request, response) =>
      request.url?.startsWith('/api/auth')
        ? toNodeHandler(getAccess().auth)(request, response)
        : void response.end('page'),
  })
})
afterAll(async () => {
  await server.close()
  await issuer.close()
  await db.drop()
})

const post = (browser: CookieBrowser, path: string, body: object) =>
  browser.step(`${url}/api/auth${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(body),
  })

const begin = (browser: CookieBrowser, more: object = {}) =>
  post(browser, '/sign-in/social', {
    provider: 'oidc',
    callbackURL: '/floor',
    errorCallbackURL: '/sign-in?next=%2Ffloor',
    ...more,
  })

/** From the button to where the way ends, as this name at the provider. */
const goBy = async (name: string, browser = createCookieBrowser()) => {
  const { answer } = await begin(browser)
  expect(answer.status).toBe(200)
  let next: string | null = ((await answer.json()) as { url: string }).url
  for (let i = 0; next !== null && i < 20; i++) {
    const here: string = next
    const there = new URL(here)
    if (there.origin === url && !there.pathname.startsWith('/api/')) break
    let { answer: page, next: onward } = await browser.step(here)
    if (onward === null && there.origin === issuer.url) {
      const prompt = /name="prompt" value="(\w+)"/.exec(await page.text())?.[1] ?? ''
      const body = new URLSearchParams({ prompt, login: name, password: 'any' })
      ;({ answer: page, next: onward } = await browser.step(here, { method: 'POST', body }))
    }
    next = onward
  }
  return { browser, end: new URL(next ?? url) }
}

const audited = async (action: string) =>
  await db.owner.sql<{ subject: string; detail: Record<string, unknown> | null; address: string | null }[]>`
    select subject, detail, address from audit where action = ${action} order by id`

const users = async () => (await db.owner.sql`select id from app_user`).length

describe('signing in by OpenID Connect', () => {
  it('does not hold up a password while the provider is away, says so, and works once it is back', async () => {
    const { password } = await addUser(getAccess(), shell, {
      username: '1001',
      role: 'manager',
      teamIds: [],
      mustChangePassword: false,
    })
    const byPassword = await post(createCookieBrowser(), '/sign-in/username', { username: '1001', password })
    expect(byPassword.answer.status).toBe(200)
    expect((await begin(createCookieBrowser())).answer.ok).toBe(false)
    issuer.setAway(false)
    expect((await begin(createCookieBrowser())).answer.ok).toBe(true)
  })

  it('[EDGE-6] lets in whoever is known by the name in the claim, in any case of its letters, and writes it down', async () => {
    const { id } = await addUser(getAccess(), shell, {
      username: 'Wang.S',
      role: 'manager',
      teamIds: [],
      mustChangePassword: false,
    })
    const before = (await audited('session.open')).length
    const { browser, end } = await goBy('wang.s')
    expect(end.href).toBe(`${url}/floor`)
    expect(await viewerFromHeaders({ cookie: browser.cookies(url) })).toMatchObject({ id, role: 'manager' })
    const opened = (await audited('session.open')).slice(before)
    expect(opened).toMatchObject([{ subject: `user:${id}`, address: '127.0.0.1' }])
    const again = await goBy('wang.s')
    expect(await viewerFromHeaders({ cookie: again.browser.cookies(url) })).toMatchObject({ id })
  })

  it('asks with a challenge, a nonce and a state, and for nothing beyond who it is', () => {
    const asked = Object.fromEntries(issuer.asked.at(-1) ?? [])
    expect(asked).toMatchObject({
      response_type: 'code',
      client_id: 'floor',
      scope: 'openid profile',
      code_challenge_method: 'S256',
      redirect_uri: `${url}/api/auth/callback/oidc`,
    })
    for (const name of ['code_challenge', 'nonce', 'state']) expect(asked[name]?.length, name).toBeGreaterThan(20)
  })

  it('[SIGN-4] asks nobody for a given password who came without it, and still does who came by it', async () => {
    const { id, password } = await addUser(getAccess(), shell, {
      username: 'newcomer',
      role: 'manager',
      teamIds: [],
      mustChangePassword: true,
    })
    const byPassword = createCookieBrowser()
    await post(byPassword, '/sign-in/username', { username: 'newcomer', password })
    const given = new Headers({ cookie: byPassword.cookies(url) })
    expect(await viewerFromHeaders(given)).toBeNull()
    expect(await findGivenPassword(given)).toMatchObject({ username: 'newcomer' })
    const { browser, end } = await goBy('newcomer')
    const vouched = new Headers({ cookie: browser.cookies(url) })
    expect(end.href).toBe(`${url}/floor`)
    expect(await viewerFromHeaders(vouched)).toMatchObject({ id })
    expect(await findGivenPassword(vouched)).toBeNull()
  })

  it('[EDGE-6] keeps no token of the provider', async () => {
    const accounts = await db.owner.sql`
      select access_token, refresh_token, id_token, scope from app_account where provider_id = 'oidc'`
    expect(accounts.length).toBeGreaterThan(0)
    for (const account of accounts) expect(Object.values(account)).toEqual([null, null, null, null])
  })

  it('[EDGE-6] makes nobody: who is not known ends at sign-in with a reason', async () => {
    const before = await users()
    const { browser, end } = await goBy('stranger')
    expect(end.pathname).toBe('/sign-in')
    expect(end.searchParams.get('error')).toBe('signup_disabled')
    expect(end.searchParams.get('next')).toBe('/floor')
    expect(await viewerFromHeaders({ cookie: browser.cookies(url) })).toBeNull()
    expect(await users()).toBe(before)
    expect(await audited('session.refuse')).toContainEqual(
      expect.objectContaining({ subject: 'username:stranger', detail: { by: 'oidc', error: 'signup_disabled' } }),
    )
  })

  it('[EDGE-6] does not let in who is disabled, and does again when enabled', async () => {
    const access = getAccess()
    const user = await addUser(access, shell, {
      username: 'banned',
      role: 'manager',
      teamIds: [],
      mustChangePassword: false,
    })
    await setBanned(access, shell, user, true)
    for (let i = 0; i < 2; i++) {
      const { browser, end } = await goBy('banned')
      expect(end.searchParams.get('error')).toBe('banned')
      expect(await viewerFromHeaders({ cookie: browser.cookies(url) })).toBeNull()
    }
    expect(await audited('session.refuse')).toContainEqual(
      expect.objectContaining({ subject: 'username:banned', detail: { by: 'oidc', error: 'banned' } }),
    )
    await setBanned(access, shell, user, false)
    expect((await goBy('banned')).end.href).toBe(`${url}/floor`)
  })

  it('[EDGE-6] does not let a subject in as another user when the provider gives it another name', async () => {
    const access = getAccess()
    await addUser(access, shell, {
      username: 'first',
      role: 'viewer',
      teamIds: [await teamId()],
      mustChangePassword: false,
    })
    await addUser(access, shell, { username: 'second', role: 'admin', teamIds: [], mustChangePassword: false })
    expect((await goBy('first')).end.pathname).toBe('/floor')
    issuer.claims.set('first', 'second')
    const { browser, end } = await goBy('first')
    expect(end.searchParams.get('error')).toBe('other_user')
    expect(await viewerFromHeaders({ cookie: browser.cookies(url) })).toBeNull()
  })

  it('lets nobody in by an odd name', async () => {
    for (const name of ['', "x' or '1'='1", 'wang.s@users.invalid', 'WANG.S\u0000', '__proto__', 'x'.repeat(5000)]) {
      issuer.claims.set('odd', name)
      const { browser, end } = await goBy('odd')
      expect(end.pathname, JSON.stringify(name.slice(0, 40))).toBe('/sign-in')
      expect(await viewerFromHeaders({ cookie: browser.cookies(url) })).toBeNull()
    }
  })

  it.each([
    ['another page after it', { callbackURL: 'https://evil.example/' }],
    ['more scopes', { scopes: ['offline_access'] }],
    ['an account made', { requestSignUp: true }],
    ['a token taken instead of the way', { idToken: { token: 'x' } }],
    ['more said to the provider', { additionalParams: { prompt: 'none' } }],
    ['another provider', { provider: 'google' }],
  ])('does not have %s', async (_, more) => {
    expect([403, 404]).toContain((await begin(createCookieBrowser(), more)).answer.status)
  })

  it('takes a way back only in the browser that went, once, and writes down what failed', async () => {
    const browser = createCookieBrowser()
    const { answer } = await begin(browser)
    const state = new URL(((await answer.json()) as { url: string }).url).searchParams.get('state')
    const back = `${url}/api/auth/callback/oidc?code=x&state=${state}`
    for (const [who, address] of [
      [createCookieBrowser(), back],
      [browser, `${url}/api/auth/callback/oidc?code=x&state=made-up`],
      [browser, `${url}/api/auth/callback/oidc?error=access_denied&state=${state}`],
      [browser, back],
    ] as const) {
      const { next } = await who.step(address)
      const end = new URL(next ?? url)
      expect(end.origin + end.pathname).toBe(`${url}/sign-in`)
      expect(end.searchParams.get('error')).toBeTruthy()
    }
    expect(await audited('session.refuse')).toContainEqual(
      expect.objectContaining({ subject: 'provider:oidc', detail: { by: 'oidc', error: 'access_denied' } }),
    )
  })

  it('opens two paths more and no other', async () => {
    for (const path of [
      '/link-social',
      '/unlink-account',
      '/list-accounts',
      '/get-access-token',
      '/refresh-token',
      '/account-info',
      '/sign-up/email',
      '/error',
    ]) {
      const { answer } = await post(createCookieBrowser(), path, {})
      expect(answer.status, path).toBe(404)
    }
  })
})

const teamId = async () => {
  await db.owner.sql`insert into team (id, name, created_at) values ('t', 'T', now())`
  return 't'
}
