import { type BetterAuthOptions, betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { APIError, createAuthMiddleware } from 'better-auth/api'
import { admin, USERNAME_ERROR_CODES, username } from 'better-auth/plugins'
import { adminAc, userAc } from 'better-auth/plugins/admin/access'
import type { Database } from '#db/client.ts'
import { findUser } from '#db/queries/find-user.ts'
import * as tables from '#db/schema/access.ts'
import type { Clock } from '../clock.ts'
import { CodedError } from '../errors.ts'
import { appendAudit } from './audit.ts'
import { lockError } from './lock-error.ts'
import { createProvider, type OidcSettings } from './oidc.ts'
import { changeOwnPassword } from './own-password.ts'
import { OWN_PASSWORD_PATH, ownPassword } from './own-password-endpoint.ts'
import { createPasswords, type Passwords } from './password.ts'
import { checkSignIn, readSignIn } from './sign-in-check.ts'
import { createSignInGuard, SIGN_IN_LIMITS, type SignInGuard, type SignInLimits } from './sign-in-guard.ts'

export type AccessSettings = {
  database: Database
  clock: Clock
  /** Signs session cookies. */
  secret: string
  /** What people type into the browser. With https cookies are sent over TLS only. */
  publicUrl: string
  /** Pages that may send requests, such as `https://floor.example.com`; publicUrl is always one. */
  origins: readonly string[]
  limits?: SignInLimits
  passwords?: Passwords
  oidc?: OidcSettings
}

/** Set by our own HTTP server from the socket; whatever a client says under this name is overwritten. */
export const ADDRESS_HEADER = 'x-linewarden-address'

/** Where the sign-in library answers. */
export const AUTH_PATH = '/api/auth'

type Detail = Record<string, unknown>

const DAY_SEC = 86_400

/** Everything the sign-in library is allowed to do over HTTP; users are made by commands. */
const OPEN_PATHS = new Set(['/sign-in/username', '/sign-out', '/get-session', OWN_PASSWORD_PATH])

/** `__Host-`: browsers take the cookie only from this very host over TLS, so no neighbour can plant one. */
const cookieNames = (publicUrl: string) => {
  const isSecure = publicUrl.startsWith('https:')
  return {
    cookiePrefix: isSecure ? '__Host-linewarden' : 'linewarden',
    // The library's own way to be secure would put __Secure- in front of it.
    useSecureCookies: false,
    defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/', secure: isSecure },
  } as const
}

const createAuth = (settings: AccessSettings, passwords: Passwords, guard: SignInGuard) => {
  const { database, clock, secret, publicUrl, origins, oidc } = settings
  const { sql } = database
  const audit = (action: string, actorId: string, subject: string, address?: string | null, detail?: Detail) =>
    appendAudit(database.sql, {
      at: clock.now(),
      actor: { kind: actorId === '' ? 'nobody' : 'user', id: actorId },
      action,
      subject,
      detail,
      address: address ?? undefined,
    })

  const addressOf = ({ headers }: { headers?: Headers }) => headers?.get(ADDRESS_HEADER)
  const provider = createProvider(oidc, {
    errorUrl: `${publicUrl}/sign-in`,
    isKnown: async (username) => (await findUser(database.sql, username)) !== undefined,
    refuse: (subject, error, address) => audit('session.refuse', '', subject, address, { by: 'oidc', error }),
  })

  const options = {
    appName: 'Linewarden',
    baseURL: publicUrl,
    basePath: AUTH_PATH,
    trustedOrigins: [...origins],
    secret,
    database: drizzleAdapter(database.orm, {
      provider: 'pg',
      schema: {
        user: tables.user,
        session: tables.session,
        account: tables.account,
        verification: tables.verification,
        rateLimit: tables.rateLimit,
      },
      transaction: true,
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 10,
      maxPasswordLength: 128,
      password: { hash: passwords.hash, verify: ({ hash, password }) => passwords.verify(hash, password) },
    },
    session: {
      expiresIn: 7 * DAY_SEC,
      updateAge: DAY_SEC,
      cookieCache: { enabled: false },
      additionalFields: { providerId: { type: 'string', required: false, input: false } },
    },
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 120,
      // Guessing is counted by `sign-in-guard.ts`, which holds against requests at the same time; the library is stricter on
      // this path than a whole site behind one address can stand.
      customRules: { '/sign-in/*': { window: 60, max: 120 } },
    },
    advanced: {
      ...cookieNames(publicUrl),
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
    ...provider.options,
    databaseHooks: {
      account: { create: { before: provider.keepNoTokens } },
      session: {
        create: {
          before: (session, context) => provider.signSession(session, context?.path),
          after: (session) => audit('session.open', session.userId, `user:${session.userId}`, session.ipAddress),
        },
        delete: { after: (session) => audit('session.close', session.userId, `user:${session.userId}`) },
      },
    },
    hooks: {
      before: createAuthMiddleware(async (context) => {
        if (context.request && !OPEN_PATHS.has(context.path) && !provider.isOpen(context.path, context.body))
          throw context.error('NOT_FOUND')
        if (context.path !== '/sign-in/username') return
        const lock = await checkSignIn({ sql, guard, passwords }, readSignIn(context.body, addressOf(context)))
        if (lock === 'wrong') throw APIError.from('UNAUTHORIZED', USERNAME_ERROR_CODES.INVALID_USERNAME_OR_PASSWORD)
        if (lock) throw lockError(lock)
      }),
      after: createAuthMiddleware(async (context) => {
        const location = context.context.responseHeaders?.get('location')
        await provider.noteRefusal(context.path, location, context.headers?.get(ADDRESS_HEADER))
        if (context.path !== '/sign-in/username') return
        const { returned } = context.context
        await (returned instanceof Error ? guard.failed : guard.succeeded)(readSignIn(context.body, addressOf(context)))
      }),
    },
    plugins: [
      ...provider.plugins,
      ownPassword({
        addressHeader: ADDRESS_HEADER,
        change: (given) => changeOwnPassword({ sql, clock, passwords, guard }, given),
      }),
      username({ minUsernameLength: 2, maxUsernameLength: 64, usernameValidator: (name) => /^[\w.-]+$/.test(name) }),
      admin({
        defaultRole: 'viewer',
        adminRoles: ['admin'],
        roles: { admin: adminAc, manager: userAc, floor_manager: userAc, supervisor: userAc, viewer: userAc },
      }),
    ],
  } satisfies BetterAuthOptions
  return betterAuth(options)
}

export type Auth = ReturnType<typeof createAuth>
export type Access = {
  auth: Auth
  database: Database
  clock: Clock
  passwords: Passwords
  limits: SignInLimits
  /** What the button for signing in by somebody else's accounts says; absent where that is not set up. */
  oidcName?: string
}

/** Next bundles pages apart from the server: the one instance of the process sits in the global symbol registry. */
const HANDLE = Symbol.for('linewarden.access')
const shared = globalThis as { [HANDLE]?: Access }

/** Makes the sign-in of this process, before its first request. */
export const openAccess = (settings: AccessSettings): Access => {
  const { database, clock, oidc, limits = SIGN_IN_LIMITS, passwords = createPasswords(settings.clock) } = settings
  const guard = createSignInGuard({ sql: database.sql, clock, limits })
  const access = {
    auth: createAuth(settings, passwords, guard),
    database,
    clock,
    passwords,
    limits,
    oidcName: oidc?.name,
  }
  shared[HANDLE] = access
  return access
}

/** Throws `CodedError('unavailable')` before the server has opened sign-in. */
export const getAccess = (): Access => {
  const access = shared[HANDLE]
  if (!access) throw new CodedError('unavailable', 'Sign-in is not open yet.')
  return access
}

/** The sign-in library of this process, for its own route. */
export const getAuth = (): Auth => getAccess().auth
