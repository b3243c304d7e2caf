import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '../clock.ts'
import { CodedError } from '../errors.ts'
import { createAddressBudget, createAddressCount } from './address-budget.ts'
import type { EdgeLimits } from './limits.ts'

export type GateParts = {
  clock: Clock
  limits: EdgeLimits
  /** Pages that may send anything but a question, exactly as a browser names them. */
  origins: readonly string[]
  /** Socket paths for pages; a handshake there must name one of the origins. */
  pageSockets: readonly string[]
  /** Requests of this path and below count as sign-in. */
  signInPath: string
  /** Header value by which the server knows its own knocking, which costs nobody anything. */
  knockPass: string
}

export type Gate = {
  /** Throws `CodedError` for a request nobody is to look into. */
  checkRequest(request: IncomingMessage, path: string, address: string): void
  /** The same for a handshake; the address is charged with the socket until it closes. */
  checkUpgrade(request: IncomingMessage, socket: Duplex, path: string, address: string): void
}

export const KNOCK_HEADER = 'x-linewarden-knock'

const ONLY_ASKS = new Set(['GET', 'HEAD', 'OPTIONS'])

const checkBody = (request: IncomingMessage, maxBytes: number) => {
  if (request.headers['transfer-encoding'] !== undefined)
    throw new CodedError('bad_request', 'A body comes whole, with its Content-Length.')
  if (Number(request.headers['content-length'] ?? 0) > maxBytes)
    throw new CodedError('too_large', `At most ${maxBytes} bytes are taken.`)
}

/** The path as a router may read it, whatever way it was written. */
const plainPath = (path: string): string => {
  try {
    return new URL(decodeURIComponent(path).replace(/^[\\/]+/, '/'), 'http://local.invalid').pathname
  } catch {
    return path
  }
}

/** What is decided from a request's head alone, before sign-in, pages or the database hear of it. */
export const createGate = (parts: GateParts): Gate => {
  const { clock, limits } = parts
  const origins = new Set(parts.origins)
  const pageSockets = new Set(parts.pageSockets)
  const handshakes = createAddressBudget(clock, limits.handshakes, limits.addresses)
  const signIns = createAddressBudget(clock, limits.signInRequests, limits.addresses)
  const sockets = createAddressCount(limits.sockets)

  const checkOrigin = ({ headers: { origin } }: IncomingMessage) => {
    if (origin === undefined || !origins.has(origin))
      throw new CodedError('forbidden', 'This page is not one of this server: open it under its own address.')
  }

  return {
    checkRequest(request, path, address) {
      const isSignIn = `${plainPath(path)}/`.startsWith(`${parts.signInPath}/`)
      if (!ONLY_ASKS.has(request.method ?? '')) {
        checkOrigin(request)
        if (!isSignIn)
          throw new CodedError('not_found', 'Nothing is taken here: what people do goes over their live page.')
      }
      checkBody(request, limits.bodyBytes)
      if (isSignIn && !signIns.spend(address))
        throw new CodedError('rate_limited', 'Too many requests from this address: wait a minute.')
    },
    checkUpgrade(request, socket, path, address) {
      if (pageSockets.has(path)) checkOrigin(request)
      if (request.headers[KNOCK_HEADER] === parts.knockPass) return
      if (!handshakes.spend(address))
        throw new CodedError('rate_limited', 'Too many connections from this address: wait a minute.')
      if (!sockets.take(address))
        throw new CodedError('rate_limited', 'Too many connections are open from this address.')
      socket.once('close', () => sockets.give(address))
    },
  }
}
