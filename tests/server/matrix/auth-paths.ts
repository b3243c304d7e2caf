import type { Asking } from './door.ts'
import { everybody, type Row, signedIn } from './who.ts'

/** What an endpoint of the sign-in library comes to. */
export type AuthOutcome =
  /** Not there, as far as anybody outside can tell. */
  | 'closed'
  | 'unauthenticated'
  /** It looked at what was sent. */
  | 'heard'
  | 'told nobody'
  | 'told who they are'
  | 'sent back to sign-in'

const closed = everybody<AuthOutcome>('closed')

type AuthPath = { row: Row<AuthOutcome>; body?: object }

/** Open to the world; each with something it can read and cannot use. */
const OPEN: Record<string, AuthPath> = {
  'POST /sign-in/username': { row: everybody('heard'), body: { username: '', password: '' } },
  'POST /sign-in/social': {
    row: everybody('heard'),
    body: { provider: 'oidc', callbackURL: '/floor', errorCallbackURL: '/sign-in' },
  },
  'GET /callback/:id': { row: everybody('sent back to sign-in') },
  'POST /callback/:id': { row: everybody('heard') },
  'GET /get-session': { row: signedIn('told who they are', 'told nobody') },
  'POST /get-session': { row: everybody('heard') },
  'POST /own-password': { row: signedIn('heard', 'unauthenticated'), body: { current: 'a', next: 'b' } },
}

/** Signing out ends the session it is asked with, so it comes last and by itself. */
export const SIGN_OUT = 'POST /sign-out'

const CLOSED = [
  'POST /sign-up/email',
  'POST /sign-in/email',
  'POST /reset-password',
  'GET /reset-password/:token',
  'POST /request-password-reset',
  'POST /verify-password',
  'GET /verify-email',
  'POST /send-verification-email',
  'POST /change-email',
  'POST /change-password',
  'POST /update-session',
  'POST /update-user',
  'POST /delete-user',
  'GET /delete-user/callback',
  'GET /list-sessions',
  'POST /revoke-session',
  'POST /revoke-sessions',
  'POST /revoke-other-sessions',
  'POST /link-social',
  'POST /unlink-account',
  'GET /list-accounts',
  'POST /refresh-token',
  'POST /get-access-token',
  'GET /account-info',
  'POST /is-username-available',
  'POST /admin/set-role',
  'GET /admin/get-user',
  'POST /admin/create-user',
  'POST /admin/update-user',
  'GET /admin/list-users',
  'POST /admin/list-user-sessions',
  'POST /admin/unban-user',
  'POST /admin/ban-user',
  'POST /admin/impersonate-user',
  'POST /admin/stop-impersonating',
  'POST /admin/revoke-user-session',
  'POST /admin/revoke-user-sessions',
  'POST /admin/remove-user',
  'POST /admin/set-user-password',
  'POST /admin/has-permission',
  'GET /ok',
  'GET /error',
]

/** Without a path: only the server's own code can call them. */
export const INWARD = ['setPassword']

export const AUTH_PATHS: Readonly<Record<string, AuthPath>> = {
  ...OPEN,
  ...Object.fromEntries(CLOSED.map((name) => [name, { row: closed }])),
}

/** How to ask one of them, from a page of this server. */
export const askAuth = (name: string, here: string): Asking => {
  const [method = '', path = ''] = name.split(' ')
  const target = `/api/auth${path.replace(':id', 'oidc').replace(':token', 'made-up')}`
  if (method === 'GET') return { path: target }
  const body = JSON.stringify(AUTH_PATHS[name]?.body ?? {})
  return { path: target, method, body, headers: { origin: here, 'content-type': 'application/json' } }
}
