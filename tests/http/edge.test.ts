import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHttp, type HttpServer, serve } from '#server/http/create-http.ts'
import { createGate, KNOCK_HEADER } from '#server/http/gate.ts'
import { EDGE_LIMITS, type EdgeLimits } from '#server/http/limits.ts'
import { listen } from '#server/http/listen.ts'
import { createGuard } from '#server/http/security-headers.ts'
import { hostileOrigins } from '#tests/support/hostile-origins.ts'
import { createManualClock } from '#tests/support/manual-clock.ts'
import { handshake, openHandshake, rawPost, sendRaw } from '#tests/support/raw-http.ts'

let server: HttpServer
let reached: string[]
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** The edge alone, before parts that only note that somebody reached them. */
const start = async (given: Partial<EdgeLimits> = {}, trustedProxies: string[] = [], publicUrl?: string) => {
  reached = []
  const clock = createManualClock()
  const limits = { ...EDGE_LIMITS, ...given }
  server = createHttp(limits)
  const port = await listen(server, '127.0.0.1', 0)
  const origin = `http://127.0.0.1:${port}`
  const origins = [origin, `http://localhost:${port}`]
  serve(server, {
    routes: {},
    pages(request, response) {
      reached.push(`${request.method} ${request.url} from ${request.headers['x-address']}`)
      request.resume()
      request.once('end', () => response.end('page'))
    },
    upgrades: {
      '/live': (request, socket) => {
        reached.push(`upgrade ${request.url}`)
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
        socket.resume().once('end', () => socket.destroy())
      },
      '/feed': (request, socket) => {
        reached.push(`upgrade ${request.url}`)
        socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
      },
    },
    gate: createGate({
      clock,
      limits,
      origins,
      pageSockets: ['/live'],
      signInPath: '/api/auth',
      knockPass: 'the pass',
    }),
    guard: createGuard({ clock, publicUrl: publicUrl ?? origin, origins }),
    addressHeader: 'x-address',
    trustedProxies,
    onError: (error) => reached.push(String(error)),
  })
  return { port, origin, clock }
}
let edge: Awaited<ReturnType<typeof start>>

const named = (origin: string | undefined): Record<string, string> => (origin === undefined ? {} : { Origin: origin })

describe('a page of another site', () => {
  beforeEach(async () => {
    edge = await start()
  })

  it('[EDGE-1] gets no handshake, and nobody hears of it', async () => {
    for (const origin of hostileOrigins(edge.origin)) {
      const answer = await sendRaw(edge.port, handshake('/live/?EIO=4', named(origin)))
      expect(answer, String(origin)).toMatch(/^HTTP\/1.1 403 Forbidden\r\n[\s\S]*"code":"forbidden"/)
    }
    expect(reached).toEqual([])
  })

  it('[EDGE-1] changes nothing by any method, and nobody hears of it', async () => {
    for (const origin of hostileOrigins(edge.origin)) {
      const answer = await sendRaw(edge.port, rawPost('/api/auth/sign-in/username', '{}', named(origin)))
      expect(answer, String(origin)).toMatch(/^HTTP\/1.1 403 Forbidden\r\n/)
    }
    for (const method of ['PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
      const text = rawPost('/floor', '{}', named('https://evil.example')).replace('POST', method)
      expect(await sendRaw(edge.port, text), method).toMatch(/^HTTP\/1.1 403 /)
    }
    expect(reached).toEqual([])
  })

  it('[EDGE-1] is not alone in that: nothing but sign-in takes anything, whoever sends it', async () => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'])
      for (const path of ['/floor', '/api/export/users.csv', '/api/authority', '/api/auth/../../floor']) {
        const text = rawPost(path, '{}', named(edge.origin)).replace('POST', method)
        expect(await sendRaw(edge.port, text), `${method} ${path}`).toMatch(/^HTTP\/1.1 404 /)
      }
    expect(reached).toEqual([])
  })

  it('is told from ours, which is heard', async () => {
    expect(await sendRaw(edge.port, handshake('/live/?EIO=4', named(edge.origin)))).toMatch(/ 101 /)
    expect(await sendRaw(edge.port, rawPost('/api/auth/x', '{}', named(edge.origin)))).toMatch(/ 200 /)
    expect(reached).toEqual(['upgrade /live/?EIO=4', 'POST /api/auth/x from 127.0.0.1'])
  })
})

describe('an address', () => {
  it('[EDGE-3] has so many handshakes a minute, and the next minute again', async () => {
    edge = await start({ handshakes: 3 })
    const knock = () => sendRaw(edge.port, handshake('/feed/'))
    for (let i = 0; i < 3; i++) expect(await knock()).toMatch(/ 101 /)
    expect(await knock()).toMatch(/^HTTP\/1.1 429 Too Many Requests\r\n[\s\S]*"code":"rate_limited"/)
    edge.clock.advance(60_000)
    expect(await knock()).toMatch(/ 101 /)
    expect(reached).toHaveLength(4)
  })

  it('spends nothing on handshakes another site makes it try', async () => {
    edge = await start({ handshakes: 1 })
    for (let i = 0; i < 5; i++) await sendRaw(edge.port, handshake('/live/', named('https://evil.example')))
    expect(await sendRaw(edge.port, handshake('/live/', named(edge.origin)))).toMatch(/ 101 /)
  })

  it('[EDGE-3] has so many sockets open, and another once one is closed', async () => {
    edge = await start({ sockets: 2 })
    const open = () => openHandshake(edge.port, '/live/', named(edge.origin))
    const [first, second] = [await open(), await open()]
    expect((await open()).answer).toMatch(/^HTTP\/1.1 429 /)
    const gone = new Promise((resolve) => first.socket.once('close', resolve))
    first.socket.destroy()
    await gone
    let again = await open()
    while (again.answer.includes(' 429 ')) again = await open()
    expect(again.answer).toMatch(/ 101 /)
    second.socket.destroy()
    again.socket.destroy()
  })

  it('[EDGE-3] has so many requests for sign-in a minute, however the path is written, and pages without end', async () => {
    edge = await start({ signInRequests: 3 })
    const get = async (path: string) =>
      (await sendRaw(edge.port, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).slice(9, 12)
    for (const path of ['/api/auth/get-session', '/api/%61uth/get-session', '//api/auth'])
      expect(await get(path)).toBe('200')
    expect(await get('/api/auth/get-session')).toBe('429')
    expect(await get('/x/../api/auth/get-session')).toBe('429')
    expect(await get('/floor')).toBe('200')
    edge.clock.advance(60_000)
    expect(await get('/api/auth/get-session')).toBe('200')
  })

  it('is the one a trusted proxy names, and nobody else is believed', async () => {
    edge = await start({ handshakes: 1 }, ['127.0.0.1'])
    const from = (address: string) => sendRaw(edge.port, handshake('/feed/', { 'X-Forwarded-For': address }))
    expect(await from('192.0.2.1')).toMatch(/ 101 /)
    expect(await from('192.0.2.1')).toMatch(/ 429 /)
    expect(await from('198.51.100.9, 192.0.2.1')).toMatch(/ 429 /)
    expect(await from('192.0.2.2')).toMatch(/ 101 /)
    server.closeAllConnections()
    server.close()
    edge = await start({ handshakes: 1 })
    expect(await from('192.0.2.1')).toMatch(/ 101 /)
    expect(await from('192.0.2.2')).toMatch(/ 429 /)
  })

  it('is not charged for the knocking of the server itself', async () => {
    edge = await start({ handshakes: 1 })
    for (let i = 0; i < 3; i++)
      expect(await sendRaw(edge.port, handshake('/feed/', { [KNOCK_HEADER]: 'the pass' }))).toMatch(/ 101 /)
    expect(await sendRaw(edge.port, handshake('/feed/', { [KNOCK_HEADER]: 'another' }))).toMatch(/ 101 /)
    expect(await sendRaw(edge.port, handshake('/feed/', { [KNOCK_HEADER]: 'another' }))).toMatch(/ 429 /)
  })
})

describe('what is too much', () => {
  it('[EDGE-3] as a body is refused by its length before it is read, and a body without a length too', async () => {
    edge = await start({ bodyBytes: 1000 })
    const ours = named(edge.origin)
    expect(await sendRaw(edge.port, rawPost('/api/auth/x', 'x'.repeat(1000), ours))).toMatch(/ 200 /)
    const large = await sendRaw(edge.port, rawPost('/api/auth/x', '', { ...ours, 'Content-Length': '1001' }))
    expect(large).toMatch(/^HTTP\/1.1 413 [\s\S]*"code":"too_large"/)
    const chunked = `POST /api/auth/x HTTP/1.1\r\nHost: x\r\nOrigin: ${edge.origin}\r\nTransfer-Encoding: chunked\r\n\r\n`
    expect(await sendRaw(edge.port, chunked)).toMatch(/^HTTP\/1.1 400 [\s\S]*"code":"bad_request"/)
    expect(reached).toHaveLength(1)
  })

  it.each(['/%', '/calls/%zz/1', '/%ff', '/%ed%a0%80', '*', 'http://169.254.169.254/', 'floor'])(
    'as an address, such as %s, is refused',
    async (target) => {
      edge = await start()
      const answer = await sendRaw(edge.port, `GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`)
      expect(answer).toMatch(/^HTTP\/1.1 400 /)
      expect(reached).toEqual([])
    },
  )

  it('as headers is refused', async () => {
    edge = await start()
    const answer = await sendRaw(edge.port, `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'x'.repeat(20_000)}\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1.1 431 /)
    expect(reached).toEqual([])
  })

  it.each([
    ['headers', 'GET / HTTP/1.1\r\nHost: x\r\n'],
    ['a first line', 'GE'],
    ['anything', ''],
    ['a body', 'POST /api/auth/x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nOrigin: ORIGIN\r\n\r\nabc'],
  ])('[EDGE-3] as time for %s ends the connection', async (_, text) => {
    edge = await start({ headersMs: 200, requestMs: 400, checkMs: 50 })
    const answer = await sendRaw(edge.port, text.replace('ORIGIN', edge.origin))
    expect(answer).toMatch(/^(HTTP\/1.1 408 |$)/)
  })

  it('as idleness ends the connection', async () => {
    edge = await start({ keepAliveMs: 200, checkMs: 50 })
    const answer = await new Promise<string>((resolve) => {
      let text = ''
      const socket = connect(edge.port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'))
      socket.on('data', (data) => {
        text += data
      })
      socket.on('close', () => resolve(text))
    })
    expect(answer).toMatch(/^HTTP\/1.1 200 /)
  })

  it('is bounded for every connection from the start', () => {
    server = createHttp(EDGE_LIMITS)
    expect(server.headersTimeout).toBe(10_000)
    expect(server.requestTimeout).toBe(30_000)
    expect(server.keepAliveTimeout).toBe(75_000)
  })
})

describe('every answer', () => {
  const get = (path: string) => fetch(`${edge.origin}${path}`)

  it('[EDGE-4] tells the browser what it may do with it, with a nonce nobody can guess', async () => {
    edge = await start()
    const [first, second] = [await get('/floor'), await get('/floor')]
    const policies = [first, second].map((answer) => answer.headers.get('content-security-policy') ?? '')
    const nonces = policies.map((policy) => policy.match(/script-src 'self' 'nonce-([\w+/=]{22,})'(;|$)/)?.[1])
    expect(new Set(nonces).size).toBe(2)
    expect(nonces).not.toContain(undefined)
    const port = edge.port
    expect(policies[0]).toContain(`connect-src 'self' ws://127.0.0.1:${port} ws://localhost:${port};`)
    for (const rule of ["object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"])
      expect(policies[0]).toContain(rule)
    expect(policies[0]?.match(/unsafe-\w+/g)).toEqual(['unsafe-inline'])
    expect(policies[0]).toContain("style-src-attr 'unsafe-inline'")
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
    })
    expect(first.headers.get('strict-transport-security')).toBeNull()
  })

  it.each([
    ['https://floor.lan:8443', 'floor.lan:8443', 'max-age=31536000'],
    ['https://floor.lan', 'floor.lan', 'max-age=31536000'],
    ['https://floor.lan', 'localhost', undefined],
    ['https://localhost:3000', 'localhost:3000', undefined],
    ['https://127.0.0.1:3000', '127.0.0.1:3000', undefined],
    ['https://[::1]:3000', '[::1]:3000', undefined],
    ['http://floor.lan', 'floor.lan', undefined],
  ])('of %s to %s keeps a name that is its own with https: %s', async (publicUrl, host, expected) => {
    edge = await start({}, [], publicUrl)
    const answer = await sendRaw(edge.port, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    expect(/strict-transport-security: (.*)\r\n/i.exec(answer)?.[1]).toBe(expected)
  })

  it('[EDGE-4] stays in no cache but what is named by its content', async () => {
    edge = await start()
    for (const path of ['/floor', '/api/auth/get-session', '/api/export/x.csv', '/_next/data/x.json', '/'])
      expect((await get(path)).headers.get('cache-control'), path).toBe('no-store')
    expect((await get('/_next/static/chunks/x.js')).headers.get('cache-control')).toBeNull()
  })
})
