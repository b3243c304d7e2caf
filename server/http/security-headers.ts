import type { IncomingMessage, ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import type { Clock } from '../clock.ts'

const NONCE_BYTES = 16
const YEAR_SEC = 31_536_000

/** Files named by their content: the same for everybody, and for ever. */
const STATIC = /^\/_next\/static\//

const toSocket = (origin: string) => origin.replace(/^http/, 'ws')

/** `nonce`: what scripts and style elements of this one answer carry. Inline styles of single elements are data, not code. */
const policyOf = (nonce: string, sockets: string): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src 'self' ${sockets}`,
    "frame-src 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ')

const SAME_FOR_ALL = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy':
    'camera=(), microphone=(), geolocation=(), display-capture=(), payment=(), usb=(), serial=(), hid=(), midi=()',
}

/** A browser remembers it for every port of the host, so names all servers of a machine share are spared. */
const isOwnName = ({ protocol, hostname }: URL) =>
  protocol === 'https:' && hostname !== 'localhost' && !hostname.startsWith('[') && isIP(hostname) === 0

export type GuardAnswer = (request: IncomingMessage, response: ServerResponse, path: string) => void

/** Says on every answer what a browser may do with it. Pages read the policy on the request, and take its nonce. */
export const createGuard = (parts: { clock: Clock; publicUrl: string; origins: readonly string[] }): GuardAnswer => {
  const sockets = parts.origins.map(toSocket).join(' ')
  const fixed = Object.entries(SAME_FOR_ALL)
  const own = new URL(parts.publicUrl)
  const staysWithTls = isOwnName(own)
  return (request, response, path) => {
    for (const [name, value] of fixed) response.setHeader(name, value)
    if (staysWithTls && request.headers.host === own.host)
      response.setHeader('Strict-Transport-Security', `max-age=${YEAR_SEC}`)
    const policy = policyOf(parts.clock.bytes(NONCE_BYTES).toString('base64'), sockets)
    response.setHeader('Content-Security-Policy', policy)
    request.headers['content-security-policy'] = policy
    if (!STATIC.test(path)) response.setHeader('Cache-Control', 'no-store')
  }
}
