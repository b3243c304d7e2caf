import type { AuthOutcome } from './auth-paths.ts'
import type { Answer } from './door.ts'

/** What an answer comes to, for whoever asked. */
export type Outcome =
  | 'open'
  /** Sent to sign in, and back afterwards. */
  | 'sign in'
  | 'unauthenticated'
  | 'forbidden'
  | 'absent'
  /** The address cannot be read, or is not asked like this. */
  | 'refused'
  /** Where a page is, and nothing of it. */
  | 'outline'
  | 'broken'
  | `to ${string}`

const BY_STATUS: Record<number, Outcome> = {
  200: 'open',
  400: 'refused',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'absent',
  405: 'refused',
}

const byLocation = (location: string): Outcome =>
  /^\/sign-in\?next=/.test(location) ? 'sign in' : `to ${location.replace(/[?&]_rsc=?.*/, '')}`

/** A page that is asked for in parts says what it comes to in the text of the answer, under a status of 200. */
const inParts = (body: string): Outcome => {
  const [, location] = /NEXT_REDIRECT;\w+;([^;"]*);/.exec(body) ?? []
  if (location !== undefined) return byLocation(location)
  const [, status] = /NEXT_HTTP_ERROR_FALLBACK;(\d+)/.exec(body) ?? []
  if (status !== undefined) return BY_STATUS[Number(status)] ?? 'broken'
  return body.includes('["$",') ? 'open' : 'outline'
}

export const isInParts = ({ headers }: Answer): boolean =>
  String(headers['content-type']).startsWith('text/x-component')

export const outcomeOf = (answer: Answer): Outcome => {
  const { status, headers, body } = answer
  if (status >= 300 && status < 400 && typeof headers.location === 'string') return byLocation(headers.location)
  if (status === 200 && isInParts(answer)) return inParts(body)
  return BY_STATUS[status] ?? 'broken'
}

export const authOutcomeOf = ({ status, headers, body }: Answer): AuthOutcome => {
  if (status === 404 && body === '') return 'closed'
  if (status === 401 && !body.includes('INVALID_USERNAME_OR_PASSWORD')) return 'unauthenticated'
  if (status === 302 && /\/sign-in\?error=/.test(String(headers.location))) return 'sent back to sign-in'
  if (status === 200 && body === 'null') return 'told nobody'
  if (status === 200 && body.includes('"session"')) return 'told who they are'
  return 'heard'
}
