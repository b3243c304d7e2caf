import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { CodedError } from '../errors.ts'
import { readClientAddress } from './client-address.ts'

export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void
export type TakeUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

export type HttpParts = {
  /** Answered before the pages, by exact path. */
  routes: Readonly<Record<string, Route>>
  /** Everything else. */
  pages: Route
  /** Sockets, by exact path; every other upgrade is destroyed. */
  upgrades: Readonly<Record<string, TakeUpgrade>>
  /** Header that tells the pages where a request came from. */
  addressHeader: string
  trustedProxies: readonly string[]
  onError: (error: unknown) => void
}

/** Room for a cookie and a few headers. */
const MAX_HEADER_BYTES = 16_384

/** Path without query or trailing slash; undefined for anything but an origin-form target. */
const pathOf = (request: IncomingMessage): string | undefined => {
  if (!request.url?.startsWith('/')) return undefined
  return request.url.split('?', 1)[0]?.replace(/\/$/, '') || '/'
}

const guard = (response: ServerResponse) => {
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Referrer-Policy', 'same-origin')
  response.setHeader(
    'Content-Security-Policy',
    "frame-ancestors 'self'; base-uri 'self'; object-src 'none'; form-action 'self'",
  )
}

const fail = (response: ServerResponse) => {
  if (response.headersSent) return response.destroy()
  response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' })
  response.end('Something went wrong on the server; its log has the details.\n')
}

/** The one HTTP server, bare: `serve` gives it its answers once it is known where it listens. */
export const createHttp = (): Server => createServer({ maxHeaderSize: MAX_HEADER_BYTES })

/** Our routes first, then the pages; only our sockets may upgrade. */
export const serve = (server: Server, parts: HttpParts): void => {
  const { addressHeader, trustedProxies, onError } = parts

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    guard(response)
    request.headers[addressHeader] = readClientAddress(request, trustedProxies)
    const path = pathOf(request)
    if (path === undefined) {
      response.writeHead(400).end()
      return
    }
    await (parts.routes[path] ?? parts.pages)(request, response)
  }

  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      onError(error)
      fail(response)
    })
  })

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    const take = parts.upgrades[pathOf(request) ?? '']
    if (!take) return void socket.destroy()
    request.headers[addressHeader] = readClientAddress(request, trustedProxies)
    take(request, socket, head)
  })
}

const LISTEN_FAULTS: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (host, port) =>
    `Port ${port} on ${host} is taken: stop the other program, or choose another with PORT=${port + 1}.`,
  EACCES: (_, port) => `Port ${port} may not be opened by this user: choose one above 1023 with PORT.`,
  EADDRNOTAVAIL: (host) => `This machine has no address ${host}: set HOST to one it has, or to 0.0.0.0 for all.`,
  ENOTFOUND: (host) => `There is no host named ${host}: set HOST to an address of this machine.`,
}

/** Resolves with the port once the server accepts. Throws `CodedError('config')` that says what to do. */
export const listen = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const sentence = LISTEN_FAULTS[error.code ?? '']?.(host, port)
      reject(sentence ? new CodedError('config', sentence, { cause: error }) : error)
    })
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })

/** Throws as `listen` would, before anything is taken from a server that runs already. */
export const assertListenable = async (host: string, port: number): Promise<void> => {
  const probe = createHttp()
  await listen(probe, host, port)
  await new Promise((resolve) => probe.close(resolve))
}
