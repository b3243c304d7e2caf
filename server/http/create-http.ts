import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http'
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https'
import type { Duplex } from 'node:stream'
import { CodedError } from '../errors.ts'
import type { Certificate } from './certificate.ts'
import { readClientAddress } from './client-address.ts'
import type { Gate } from './gate.ts'
import type { EdgeLimits } from './limits.ts'
import { refuse, refusedHandshake } from './refuse.ts'
import type { GuardAnswer } from './security-headers.ts'

export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void
export type TakeUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void
export type HttpServer = Server | SecureServer

export type HttpParts = {
  /** Answered before the pages, by exact path. */
  routes: Readonly<Record<string, Route>>
  /** Everything else. */
  pages: Route
  /** Sockets, by exact path; every other upgrade is destroyed. */
  upgrades: Readonly<Record<string, TakeUpgrade>>
  /** Asked before any of them. */
  gate: Gate
  guard: GuardAnswer
  /** Header that tells the pages where a request came from. */
  addressHeader: string
  trustedProxies: readonly string[]
  onError: (error: unknown) => void
}

const isReadable = (path: string): boolean => {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/** Path without query or trailing slash; undefined for anything but an origin-form target that is well encoded. */
const pathOf = ({ url }: IncomingMessage): string | undefined => {
  const path = url?.split('?', 1)[0]
  if (!path?.startsWith('/') || !isReadable(path)) return undefined
  return path.replace(/\/$/, '') || '/'
}

const fail = (response: ServerResponse) => {
  if (response.headersSent) return response.destroy()
  response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
  response.end('Something went wrong on the server; its log has the details.\n')
}

/** The one HTTP server, bare: `serve` gives it its answers once it is known where it listens. With a certificate it speaks TLS. */
export const createHttp = (limits: EdgeLimits, certificate?: Certificate): HttpServer => {
  const options: ServerOptions = {
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.checkMs,
  }
  if (!certificate) return createServer(options)
  return createSecureServer({ ...options, ...certificate, minVersion: 'TLSv1.2', handshakeTimeout: limits.tlsMs })
}

/** Our routes first, then the pages; only our sockets may upgrade. */
export const serve = (server: HttpServer, parts: HttpParts): void => {
  const { addressHeader, trustedProxies, gate, guard, onError } = parts

  const readAddress = (request: IncomingMessage) => {
    const address = readClientAddress(request, trustedProxies)
    request.headers[addressHeader] = address
    return address
  }

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = pathOf(request)
    guard(request, response, path ?? '')
    if (path === undefined) return refuse(response, new CodedError('bad_request', 'This address cannot be read.'))
    try {
      gate.checkRequest(request, path, readAddress(request))
    } catch (error) {
      if (!(error instanceof CodedError)) throw error
      return refuse(response, error)
    }
    await (parts.routes[path] ?? parts.pages)(request, response)
  }

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch((error: unknown) => {
      onError(error)
      fail(response)
    })
  })

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const path = pathOf(request) ?? ''
    const take = parts.upgrades[path]
    if (!take) return void socket.destroy()
    try {
      gate.checkUpgrade(request, socket, path, readAddress(request))
    } catch (error) {
      if (!(error instanceof CodedError)) throw error
      return void socket.end(refusedHandshake(error), () => socket.destroy())
    }
    take(request, socket, head)
  })
}
