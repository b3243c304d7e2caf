import { type Access, ADDRESS_HEADER, openAccess } from '#server/access/auth.ts'
import { createPasswords } from '#server/access/password.ts'
import type { SignInLimits } from '#server/access/sign-in-guard.ts'
import { addUser } from '#server/access/users.ts'
import { systemClock } from '#server/clock.ts'
import type { Role } from '#server/domain/viewer.ts'
import type { TestDatabase } from './database.ts'

export const BENCH_URL = 'http://127.0.0.1:3997'
export const SHELL = { kind: 'shell', id: 'test' } as const

/** Cookies of an answer, as a browser sends them back. */
const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')

/** Sign-in with a derivation that costs nothing and is counted, and a clock the test moves forward. */
export const openSignInBench = (db: TestDatabase, limits: SignInLimits) => {
  let ahead = 0
  const clock = { ...systemClock, now: () => systemClock.now() + ahead }
  const count = { derivations: 0, running: 0, most: 0 }
  const passwords = createPasswords(clock, async (password, salt) => {
    count.derivations++
    count.most = Math.max(count.most, ++count.running)
    await new Promise((resolve) => setImmediate(resolve))
    count.running--
    return Buffer.from(`${password}${salt.toString('hex')}`)
  })
  const access: Access = openAccess({
    database: db.database,
    clock,
    secret: 's'.repeat(48),
    publicUrl: BENCH_URL,
    origins: [],
    limits,
    passwords,
  })

  const post = (path: string, body: object, { cookie = '', address = '192.0.2.7' } = {}) =>
    access.auth.handler(
      new Request(`${BENCH_URL}/api/auth${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: BENCH_URL, cookie, [ADDRESS_HEADER]: address },
        body: JSON.stringify(body),
      }),
    )

  return {
    access,
    count,
    post,
    advance: (ms: number) => {
      ahead += ms
    },
    async signIn(username: string, password: string, from: { address?: string } = {}) {
      const response = await post('/sign-in/username', { username, password }, from)
      return { status: response.status, body: (await response.json()) as object, cookie: cookiesOf(response) }
    },
    /** How many derivations `work` took. */
    async derivationsOf(work: () => Promise<unknown>): Promise<number> {
      const before = count.derivations
      await work()
      return count.derivations - before
    },
    add: (username: string, role: Role, more: { teamIds?: string[]; mustChangePassword?: boolean } = {}) =>
      addUser(access, SHELL, { teamIds: [], mustChangePassword: false, ...more, username, role }),
    audited: async (action: string, subject: string) =>
      (
        await db.owner.sql<{ detail: object | null }[]>`
          select detail from audit where action = ${action} and subject = ${subject} order by id`
      ).map(({ detail }) => detail),
  }
}
export type SignInBench = ReturnType<typeof openSignInBench>
