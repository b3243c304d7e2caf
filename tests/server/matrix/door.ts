import { type RequestOptions, request } from 'node:http'
import path from 'node:path'
import { vi } from 'vitest'
import { getAccess } from '#server/access/auth.ts'
import { addUser, setBanned } from '#server/access/users.ts'
import { systemClock } from '#server/clock.ts'
import { createServer } from '#server/create-server.ts'
import { createLogger } from '#server/logger.ts'
import { createTestDatabase } from '#tests/support/database.ts'
import { fillFloor } from './floor.ts'
import { PEOPLE, type Person, WHO, type Who } from './who.ts'

export const ROOT = path.resolve(import.meta.dirname, '../../..')
const SHELL = { kind: 'shell', id: 'test' } as const

export type Answer = { status: number; headers: Record<string, string | string[] | undefined>; body: string }
export type Asking = { path: string; method?: string; headers?: Readonly<Record<string, string>>; body?: string }

/** What somebody brings along: to HTTP as headers, to a socket as a handshake's `auth`. */
export type Credentials = { cookie?: string; token?: string }
const COOKIE = 'linewarden.session_token'

/** Everything a program could try a token or a cookie as. */
export const headersOf = ({ cookie, token }: Credentials): Record<string, string> => ({
  ...(cookie && { cookie }),
  ...(token && { authorization: `Bearer ${token}`, cookie: `${COOKIE}=${token}` }),
})

/** The production composition over a database of its own, with everybody of the matrix at its door. */
export const openDoor = async () => {
  vi.stubEnv('NODE_ENV', 'production')
  const { openPages } = await import('#server/http/pages.ts')
  const db = await createTestDatabase()
  const pages = await openPages(ROOT)
  const server = await createServer({
    config: {
      host: '127.0.0.1',
      port: 0,
      dataDir: '/nowhere',
      // Each of them comes from an address of their own, so that no budget is shared.
      trustedProxies: ['127.0.0.1'],
      secret: 'a secret of a test, long enough for it',
      logLevel: 'silent',
      oidc: { issuer: 'http://127.0.0.1:9', clientId: 'floor', name: 'Company', usernameClaim: 'preferred_username' },
    },
    clock: systemClock,
    logger: createLogger('silent'),
    database: db.database,
    pages: pages.answer,
    limits: { signInRequests: 100_000, handshakes: 100_000 },
  })
  const floor = await fillFloor(server, db)

  const signIn = async (who: Person): Promise<{ id: string; cookie: string }> => {
    const { role, teams } = PEOPLE[who]
    const username = who.replace(' ', '.')
    const added = await addUser(getAccess(), SHELL, { username, role, teamIds: teams, mustChangePassword: false })
    const answer = await fetch(`${server.url}/api/auth/sign-in/username`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ username, password: added.password }),
    })
    const cookies = answer.headers.getSetCookie().map((one) => one.split(';')[0])
    if (cookies.length === 0) throw new Error(`${who} could not sign in: ${answer.status}`)
    return { id: added.id, cookie: cookies.join('; ') }
  }

  const credentials: Record<Who, Credentials> = {
    anonymous: {},
    viewer: await signIn('viewer'),
    'supervisor A': await signIn('supervisor A'),
    'supervisor B': await signIn('supervisor B'),
    manager: await signIn('manager'),
    admin: await signIn('admin'),
    revoked: {},
    'feed token': { token: floor.token },
    'companion token': { token: floor.companionToken },
  }
  const before = await signIn('revoked')
  await setBanned(getAccess(), SHELL, before, true)
  credentials.revoked = before

  const addressOf = (who: Who) => `192.0.2.${WHO.indexOf(who) + 1}`

  return {
    url: server.url,
    port: server.port,
    routes: server.routes,
    sockets: server.sockets,
    sql: db.owner.sql,
    credentials,
    addressOf,
    /** Sends exactly this target, however odd; follows nothing. */
    ask: (who: Who, { path: target, method = 'GET', headers, body }: Asking): Promise<Answer> =>
      new Promise((resolve, reject) => {
        const options: RequestOptions = {
          host: '127.0.0.1',
          port: server.port,
          path: target,
          method,
          agent: false,
          headers: {
            ...headersOf(credentials[who]),
            'x-forwarded-for': addressOf(who),
            ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
            ...headers,
          },
        }
        const asking = request(options, (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.on('error', reject)
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              body: Buffer.concat(chunks).toString(),
            }),
          )
        })
        asking.on('error', reject)
        asking.end(body)
      }),
    async close() {
      floor.close()
      await server.close()
      await pages.close()
      await db.drop()
      vi.unstubAllEnvs()
    },
  }
}
export type Door = Awaited<ReturnType<typeof openDoor>>
