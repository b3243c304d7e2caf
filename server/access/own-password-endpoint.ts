import type { BetterAuthPlugin } from 'better-auth'
import { APIError, createAuthEndpoint, sensitiveSessionMiddleware } from 'better-auth/api'
import { z } from 'zod'
import { lockError } from './lock-error.ts'
import type { PasswordChange, PasswordRefusal } from './own-password.ts'

export const OWN_PASSWORD_PATH = '/own-password'

/** Longer than any password may be, so that its fault is told, and short enough to read. */
const typed = z.string().max(1000)

/** The one way to a password of one's own, open to a session that is good for nothing else yet. */
export const ownPassword = (parts: {
  addressHeader: string
  change: (given: PasswordChange) => Promise<PasswordRefusal | null>
}) =>
  ({
    id: 'own-password',
    endpoints: {
      ownPassword: createAuthEndpoint(
        OWN_PASSWORD_PATH,
        {
          method: 'POST',
          body: z.strictObject({ current: typed, next: typed }),
          use: [sensitiveSessionMiddleware],
        },
        async (context) => {
          const { user, session } = context.context.session
          const address = context.headers?.get(parts.addressHeader) ?? ''
          const refusal = await parts.change({ ...context.body, userId: user.id, sessionId: session.id, address })
          if (!refusal) return context.json({ ok: true })
          if ('lock' in refusal) throw lockError(refusal.lock)
          throw new APIError('BAD_REQUEST', { code: refusal.fault, message: 'The password was not changed.' })
        },
      ),
    },
  }) satisfies BetterAuthPlugin
