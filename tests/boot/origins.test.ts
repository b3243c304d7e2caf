import { describe, expect, it } from 'vitest'
import type { Config } from '#server/config.ts'
import { assertSafeToListen, findOrigins } from '#server/origins.ts'

const config = (given: Partial<Config>): Config => ({
  host: '127.0.0.1',
  port: 3000,
  dataDir: '/nowhere',
  trustedProxies: [],
  secret: 's'.repeat(32),
  logLevel: 'silent',
  ...given,
})
const tls = { certFile: '/floor.crt', keyFile: '/floor.key' }
const proxy = { trustedProxies: ['10.0.0.2'], publicUrl: 'https://floor.example.com' }

const refusal = (given: Partial<Config>): string | undefined => {
  try {
    assertSafeToListen(config(given))
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

describe('where the server listens', () => {
  it.each(['127.0.0.1', '127.8.9.1', '::1', 'localhost'])('may be %s with nothing else set', (host) => {
    expect(refusal({ host })).toBeUndefined()
  })

  it.each(['0.0.0.0', '::', '10.0.0.5', 'floor.lan', '127.0.0.1.example.com', 'localhost.example.com'])(
    '[EDGE-2] may not be %s without TLS, and one line says what to do',
    (host) => {
      const line = new RegExp(
        `^HOST=${host} [^\\n]*TLS_CERT[^\\n]*admin -- cert[^\\n]*TRUSTED_PROXIES[^\\n]*PUBLIC_URL[^\\n]*$`,
      )
      expect(refusal({ host })).toMatch(line)
      expect(refusal({ host, publicUrl: 'https://floor.example.com' })).toMatch(line)
      expect(refusal({ host, trustedProxies: ['10.0.0.2'] })).toMatch(line)
      expect(refusal({ host, ...proxy, publicUrl: 'http://floor.example.com' })).toMatch(line)
    },
  )

  it('[EDGE-2] may be open to the network with a certificate, or behind a proxy that is named', () => {
    expect(refusal({ host: '10.0.0.5', tls })).toBeUndefined()
    expect(refusal({ host: '0.0.0.0', tls, publicUrl: 'https://floor.example.com' })).toBeUndefined()
    expect(refusal({ host: '0.0.0.0', ...proxy })).toBeUndefined()
  })

  it('may not be everywhere without an address people can type', () => {
    expect(refusal({ host: '0.0.0.0', tls })).toMatch(/^HOST=0\.0\.0\.0 [^\n]*PUBLIC_URL[^\n]*$/)
  })
})

describe('the pages that may send', () => {
  const origins = (given: Partial<Config>) => findOrigins(config(given), 3000).origins

  it('[EDGE-1] are those of the public address alone where others can reach the server', () => {
    expect(origins({ host: '0.0.0.0', ...proxy })).toEqual(['https://floor.example.com'])
    expect(origins({ host: '10.0.0.5', tls })).toEqual(['https://10.0.0.5:3000'])
  })

  it('are those of this machine too where nobody else can', () => {
    expect(origins({})).toEqual(['http://127.0.0.1:3000', 'http://localhost:3000'])
    expect(origins({ publicUrl: 'https://floor.example.com' })).toEqual([
      'https://floor.example.com',
      'http://localhost:3000',
      'http://127.0.0.1:3000',
    ])
    expect(origins({ host: '::1', tls })).toEqual([
      'https://[::1]:3000',
      'https://localhost:3000',
      'https://127.0.0.1:3000',
    ])
  })
})
