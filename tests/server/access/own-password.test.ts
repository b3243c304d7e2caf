import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setPassword } from '#server/access/users.ts'
import { admitViewer, findGivenPassword, recheckTickets, viewerFromHeaders } from '#server/access/viewer.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { openSignInBench, SHELL, type SignInBench } from '#tests/support/sign-in-bench.ts'

const NEXT = 'a long one of my own'
let db: TestDatabase
let bench: SignInBench

beforeAll(async () => {
  db = await createTestDatabase()
  bench = openSignInBench(db, { windowMs: 60_000, perAccount: 5, perAddress: 1000 })
})
afterAll(() => db.drop())

const change = async (cookie: string, current: string, next: string) => {
  const response = await bench.post('/own-password', { current, next }, { cookie })
  return { status: response.status, body: await response.json() }
}
const given = async (username: string) => {
  const { id, password } = await bench.add(username, 'admin', { mustChangePassword: true })
  const { cookie } = await bench.signIn(username, password)
  return { id, password, cookie, headers: new Headers({ cookie }) }
}

describe('a password somebody else gave', () => {
  it('[SIGN-4] makes nobody a viewer until it is changed', async () => {
    const { password, cookie, headers } = await given('newcomer')
    expect(await viewerFromHeaders(headers)).toBeNull()
    expect(await admitViewer({ cookie })).toBeNull()
    expect(await findGivenPassword(headers)).toEqual({ username: 'newcomer', name: 'newcomer' })
    expect((await change(cookie, password, NEXT)).status).toBe(200)
    expect(await viewerFromHeaders(headers)).toMatchObject({ name: 'newcomer', role: 'admin' })
    expect(await findGivenPassword(headers)).toBeNull()
    expect((await bench.signIn('newcomer', password)).status).toBe(401)
    expect((await bench.signIn('newcomer', NEXT)).status).toBe(200)
  })

  it('[SIGN-4] is asked for again after every reset, and the reset ends what was open', async () => {
    const { id, password } = await bench.add('forgetful', 'admin')
    const { cookie } = await bench.signIn('forgetful', password)
    const ticket = (await admitViewer({ cookie }))?.ticket ?? ''
    const made = await setPassword(bench.access, SHELL, { id })
    expect(await recheckTickets([ticket])).toEqual(new Set())
    const again = await bench.signIn('forgetful', made)
    expect(again.status).toBe(200)
    expect(await viewerFromHeaders({ cookie: again.cookie })).toBeNull()
  })

  it('is assumed of every new user unless it is said otherwise', async () => {
    const [row] = await db.owner.sql<{ byDefault: string }[]>`
      select column_default as "byDefault" from information_schema.columns
      where table_name = 'app_user' and column_name = 'must_change_password'`
    expect(row?.byDefault).toBe('true')
  })
})

describe('choosing a password', () => {
  it('[SIGN-5] ends every other session and leaves this one', async () => {
    const { id, password } = await bench.add('mover', 'admin')
    const here = await bench.signIn('mover', password)
    const there = await bench.signIn('mover', password)
    const tickets = await Promise.all(
      [here, there].map(async ({ cookie }) => (await admitViewer({ cookie }))?.ticket ?? ''),
    )
    expect(await change(here.cookie, password, NEXT)).toEqual({ status: 200, body: { ok: true } })
    expect(await recheckTickets(tickets)).toEqual(new Set([tickets[0]]))
    expect(await bench.audited('password.change', `user:${id}`)).toHaveLength(1)
  })

  it.each([
    ['the current one is wrong', 'something else', NEXT, 'wrong'],
    ['it is the same', null, null, 'same'],
    ['it is short', null, 'short', 'tooShort'],
    ['it is common', null, 'password123', 'common'],
    ['it holds the name', null, 'my picky.user word', 'ownName'],
  ])('[SIGN-5] changes nothing when %s', async (_why, current, next, code) => {
    const name = `picky.user${code}`.toLowerCase()
    const { password } = await bench.add(name, 'admin')
    const { cookie } = await bench.signIn(name, password)
    const wanted = next === 'my picky.user word' ? `my ${name} word` : (next ?? password)
    expect(await change(cookie, current ?? password, wanted)).toMatchObject({ status: 400, body: { code } })
    expect((await bench.signIn(name, password)).status).toBe(200)
  })

  it('needs a session, and a request of this site', async () => {
    expect((await change('', 'a', NEXT)).status).toBe(401)
    const { password } = await bench.add('crossed', 'admin')
    const { cookie } = await bench.signIn('crossed', password)
    const elsewhere = new Request('http://127.0.0.1:3997/api/auth/own-password', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://elsewhere.example', cookie },
      body: JSON.stringify({ current: password, next: NEXT }),
    })
    expect((await bench.access.auth.handler(elsewhere)).status).toBe(403)
    expect(
      (await bench.post('/change-password', { newPassword: NEXT, currentPassword: password }, { cookie })).status,
    ).toBe(404)
  })
})
