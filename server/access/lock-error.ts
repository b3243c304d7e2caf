import { APIError } from 'better-auth/api'
import type { Lock } from './sign-in-guard.ts'

/** Says until when; the same for a name that is nobody's. */
export const lockError = ({ kind, opensAt }: Lock): APIError =>
  new APIError('TOO_MANY_REQUESTS', {
    code: kind === 'account' ? 'ACCOUNT_LOCKED' : 'ADDRESS_LOCKED',
    message: `Too many wrong passwords; the next try is possible at ${new Date(opensAt).toISOString()}.`,
    opensAt,
  })
