import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addressKey } from '#server/access/sign-in-guard.ts'
import { unlockUser } from '#server/access/users.ts'
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts'
import { openSignInBench, SHELL, type SignInBench } from '#tests/support/sign-in-bench.ts'

const LIMITS = { windowMs: 15 * 60_000, perAccount: 5, perAddress: 20 }
const WRONG = 'not the password'
let db: TestDatabase
let bench: SignInBench

beforeAll(async () => {
  db = await createTestDatabase()
  bench = openSignInBench(db, LIMITS)
})
afterAll(() => db.drop())

const fifty = (attempt: (i: number) => Promise<{ status: number }>) =>
  Promise.all(Array.from({ length: 50 }, (_, i) => attempt(i))).then((all) => all.map(({ status }) => status))

/** Addresses of their own, so that only the name is counted. */
const elsewhere = (i: number) => ({ address: `198.51.100.${i}` })

describe('guessing passwords', () => {
  it.each(['known', 'stranger'])(
    '[SIGN-1] of %s fifty at a time from fifty addresses leads to no more than five checks',
    async (name) => {
      if (name === 'known') await bench.add(name, 'admin')
      let statuses: number[] = []
      const checks = await bench.derivationsOf(async () => {
        statuses = await fifty((i) => bench.signIn(name, WRONG, elsewhere(i)))
      })
      expect(checks).toBe(5)
      expect(statuses.filter((status) => status === 401)).toHaveLength(5)
      expect(statuses.filter((status) => status === 429)).toHaveLength(45)
      expect(await bench.audited('account.lock', `username:${name}`)).toHaveLength(1)
      const refused = await bench.audited('session.refuse', `username:${name}`)
      expect(refused.filter((detail) => detail === null)).toHaveLength(5)
      const counted = refused.filter((detail) => detail !== null)
      expect(counted).toHaveLength(2)
      for (const refusals of [1, 10]) expect(counted).toContainEqual({ locked: 'account', refusals })
    },
  )

  it('[SIGN-1] of fifty names from one address leads to no more checks than the address has', async () => {
    const from = { address: '203.0.113.9' }
    const checks = await bench.derivationsOf(() => fifty((i) => bench.signIn(`spray.${i}`, WRONG, from)))
    expect(checks).toBe(LIMITS.perAddress)
    expect(await bench.audited('address.lock', 'address:203.0.113.9')).toHaveLength(1)
    expect((await bench.signIn('another', WRONG, from)).body).toMatchObject({ code: 'ADDRESS_LOCKED' })
    expect((await bench.signIn('another', WRONG, elsewhere(60))).status).toBe(401)
  })

  it('[SIGN-1] of a changing password through the page that changes it uses up the same count', async () => {
    const { password } = await bench.add('inside', 'admin')
    const { cookie } = await bench.signIn('inside', password, elsewhere(61))
    const guess = () =>
      bench.post('/own-password', { current: WRONG, next: 'a long enough one' }, { cookie, ...elsewhere(61) })
    const checks = await bench.derivationsOf(() => fifty(guess))
    expect(checks).toBe(5)
    expect((await bench.signIn('inside', password, elsewhere(62))).body).toMatchObject({ code: 'ACCOUNT_LOCKED' })
  })

  it('[SIGN-2] of a name that is nobody’s is answered word for word like that of one that is', async () => {
    await bench.add('real', 'admin')
    const answers = async (name: string) => {
      const all = []
      for (let i = 0; i < 7; i++) all.push(await bench.signIn(name, WRONG, elsewhere(70)))
      return all.map(({ status, body }) => ({ status, keys: Object.keys(body), code: 'code' in body ? body.code : '' }))
    }
    expect(await answers('real')).toEqual(await answers('unreal'))
  })

  it('[SIGN-2] of a name takes one derivation whether it is nobody’s, somebody’s or without a password', async () => {
    await bench.add('with', 'admin')
    const { id } = await bench.add('without', 'admin')
    await db.owner.sql`delete from app_account where user_id = ${id}`
    const answers: { status: number; body: object }[] = []
    for (const name of ['with', 'without', 'nobody']) {
      const checks = await bench.derivationsOf(async () => answers.push(await bench.signIn(name, WRONG, elsewhere(71))))
      expect(checks).toBe(1)
    }
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1)
    expect(await bench.audited('session.refuse', 'username:without')).toEqual([null])
  })

  it('locks nothing and hashes nothing for what cannot be a name', async () => {
    const checks = await bench.derivationsOf(async () => {
      for (const name of ['', 'a', 'a b', 'nul\u0000nul', 'x'.repeat(90)])
        expect((await bench.signIn(name, WRONG, elsewhere(72))).status).toBeGreaterThanOrEqual(400)
    })
    expect(checks).toBe(0)
    const kept = await db.owner.sql`select key from sign_in_count where kind = 'account' and length(key) > 64`
    expect(kept).toEqual([])
  })
})

describe('a lock', () => {
  const lock = async (name: string, from: { address: string }) => {
    for (let i = 0; i < LIMITS.perAccount; i++) await bench.signIn(name, WRONG, from)
  }

  it('[SIGN-1] refuses the right password, says until when, and ends by itself', async () => {
    const { password } = await bench.add('patient', 'admin')
    await lock('patient', elsewhere(80))
    const { status, body } = await bench.signIn('patient', password, elsewhere(80))
    expect(status).toBe(429)
    const { opensAt } = body as { opensAt: number }
    const left = opensAt - bench.access.clock.now()
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThanOrEqual(LIMITS.windowMs)
    bench.advance(left)
    expect((await bench.signIn('patient', password, elsewhere(80))).status).toBe(200)
  })

  it('[SIGN-1] does not begin while people who mistype get it right in the end', async () => {
    const { password } = await bench.add('typist', 'admin')
    for (let i = 0; i < 4; i++) {
      for (let wrong = 1; wrong < LIMITS.perAccount; wrong++) await bench.signIn('typist', WRONG, elsewhere(81))
      expect((await bench.signIn('typist', password, elsewhere(81))).status).toBe(200)
      bench.advance(LIMITS.windowMs)
    }
  })

  it('[SIGN-1] of a name does not use up the tries of the address it is tried from', async () => {
    const from = elsewhere(82)
    await lock('noisy', from)
    for (let i = 0; i < 50; i++) await bench.signIn('noisy', WRONG, from)
    const { password } = await bench.add('neighbour', 'admin')
    expect((await bench.signIn('neighbour', password, from)).status).toBe(200)
  })

  it('[SIGN-1] does not come of signing in rightly again and again from one address', async () => {
    const from = elsewhere(83)
    const { password } = await bench.add('busy', 'admin')
    for (let i = 0; i < LIMITS.perAddress + 5; i++)
      expect((await bench.signIn('busy', password, from)).status).toBe(200)
  })

  it('[SIGN-1] is opened by an admin, which is written down', async () => {
    const { id, password } = await bench.add('hasty', 'admin')
    await lock('hasty', elsewhere(84))
    expect((await bench.signIn('hasty', password, elsewhere(85))).status).toBe(429)
    await unlockUser(bench.access, SHELL, id)
    expect((await bench.signIn('hasty', password, elsewhere(85))).status).toBe(200)
    expect(await bench.audited('user.unlock', `user:${id}`)).toHaveLength(1)
  })

  it('leaves nothing behind once it is over', async () => {
    bench.advance(2 * LIMITS.windowMs)
    for (let i = 0; i < 10; i++) await bench.signIn(`sweeper.${i}`, WRONG, elsewhere(86))
    const old = await db.owner.sql`
      select key from sign_in_count where ends_at < to_timestamp(${bench.access.clock.now()}::float8 / 1000)`
    expect(old).toEqual([])
  })

  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0db8:0:0:1:2:3:4', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['2001:db8:a:b:c::', '2001:db8:a:b::/64'],
    ['', ''],
  ])('counts %s under %s', (address, key) => {
    expect(addressKey(address)).toBe(key)
  })
})

describe('a storm of sign-ins', () => {
  it('[SIGN-3] of fifty people never runs more than two derivations at once', async () => {
    const people = await Promise.all(Array.from({ length: 50 }, (_, i) => bench.add(`storm.${i}`, 'admin')))
    bench.count.most = 0
    const statuses = await fifty((i) => bench.signIn(`storm.${i}`, people[i]?.password ?? '', elsewhere(90 + i)))
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(bench.count.most).toBe(2)
  })
})
