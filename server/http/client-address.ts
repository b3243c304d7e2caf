import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

const plain = (address: string) => address.trim().replace(/^::ffff:/, '')

/**
 * Where a request came from: the socket's other end, or, when that is a trusted proxy, the last address in
 * X-Forwarded-For that is not one.
 */
export const readClientAddress = (request: IncomingMessage, trustedProxies: readonly string[]): string => {
  const peer = plain(request.socket.remoteAddress ?? '')
  if (!trustedProxies.includes(peer)) return peer
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
  const hops = forwarded.split(',').map(plain)
  return hops.findLast((hop) => isIP(hop) !== 0 && !trustedProxies.includes(hop)) ?? peer
}
