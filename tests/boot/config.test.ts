import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '#server/clock.ts'
import { deriveKey, readConfig } from '#server/config.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'linewarden-config-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const read = (environment: Record<string, string>) => readConfig({ DATA_DIR: dir, ...environment }, systemClock)

const refusal = (environment: Record<string, string>): string => {
  try {
    read(environment)
    return 'accepted'
  } catch (error) {
    return (error as Error).message
  }
}

describe('the configuration', () => {
  it('needs nothing set', () => {
    expect(read({})).toMatchObject({ host: '127.0.0.1', port: 3000, logLevel: 'info' })
  })

  it('takes an empty value for unset', () => {
    expect(read({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 3000, databaseUrl: undefined })
  })

  it('says in one line per field what is wrong', () => {
    const message = refusal({ PORT: 'many', DATABASE_URL: 'mysql://x', PUBLIC_URL: 'floor', SECRET: 'short' })
    expect(message.split('\n').map((line) => line.split(':')[0])).toEqual([
      'PORT',
      'DATABASE_URL',
      'PUBLIC_URL',
      'SECRET',
    ])
    expect(message).toContain('must be a port number')
  })

  it.each([
    ['PORT', '70000'],
    ['LOG_LEVEL', 'loud'],
    ['TRUSTED_PROXIES', '10.0.0.1, proxy'],
  ])('refuses %s=%s', (name, value) => {
    expect(refusal({ [name]: value })).toMatch(new RegExp(`^${name}: `))
  })

  it('takes the public address as a browser names it', () => {
    expect(read({ PUBLIC_URL: 'https://Floor.Example.com:443/' }).publicUrl).toBe('https://floor.example.com')
    expect(read({ PUBLIC_URL: 'https://floor.example.com:8443' }).publicUrl).toBe('https://floor.example.com:8443')
  })

  it.each([
    'ftp://floor.example.com',
    'floor.example.com',
    'https://floor.example.com/live',
    'https://user@floor.example.com',
    'https://floor.example.com/?a=b',
    'https://floor.example.com/#a',
  ])('refuses %s as public address', (url) => {
    expect(refusal({ PUBLIC_URL: url })).toMatch(/^PUBLIC_URL: must [^\n]+$/)
  })

  it('takes certificate and key together, with an https address or none', () => {
    const files = { TLS_CERT: '/etc/floor.crt', TLS_KEY: '/etc/floor.key' }
    expect(read(files).tls).toEqual({ certFile: '/etc/floor.crt', keyFile: '/etc/floor.key' })
    expect(read({}).tls).toBeUndefined()
    expect(refusal({ TLS_CERT: '/etc/floor.crt' })).toMatch(/^TLS_KEY: [^\n]+$/)
    expect(refusal({ TLS_KEY: '/etc/floor.key' })).toMatch(/^TLS_CERT: [^\n]+$/)
    expect(refusal({ ...files, PUBLIC_URL: 'http://floor.example.com' })).toMatch(/^PUBLIC_URL: [^\n]+$/)
  })

  it('takes a provider with its client, and only over TLS or on this machine', () => {
    const provider = { OIDC_ISSUER: 'https://login.example.com/realms/site/', OIDC_CLIENT_ID: 'floor' }
    expect(read(provider).oidc).toEqual({
      issuer: 'https://login.example.com/realms/site',
      clientId: 'floor',
      clientSecret: undefined,
      name: 'OpenID Connect',
      usernameClaim: 'preferred_username',
    })
    expect(read({}).oidc).toBeUndefined()
    expect(refusal({ OIDC_ISSUER: provider.OIDC_ISSUER })).toMatch(/^OIDC_ISSUER: [^\n]+$/)
    expect(refusal({ OIDC_CLIENT_ID: 'floor' })).toMatch(/^OIDC_ISSUER: [^\n]+$/)
    expect(refusal({ ...provider, OIDC_ISSUER: 'http://login.example.com' })).toMatch(/^OIDC_ISSUER: [^\n]+$/)
    expect(read({ ...provider, OIDC_ISSUER: 'http://127.0.0.1:4000' }).oidc?.issuer).toBe('http://127.0.0.1:4000')
  })

  it('refuses an owner without a database', () => {
    expect(refusal({ DATABASE_OWNER_URL: 'postgres://a@b/c' })).toMatch(/^DATABASE_OWNER_URL: /)
  })

  it('makes a secret once and keeps it to its owner', () => {
    const { secret } = read({})
    expect(secret.length).toBeGreaterThanOrEqual(48)
    expect(read({}).secret).toBe(secret)
    expect(statSync(join(dir, 'secret')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(dir, 'secret'), 'utf8').trim()).toBe(secret)
  })

  it('makes no file when the secret is given', () => {
    expect(read({ SECRET: 'x'.repeat(40) }).secret).toBe('x'.repeat(40))
    expect(existsSync(join(dir, 'secret'))).toBe(false)
  })

  it('derives unlike keys for unlike purposes', () => {
    expect(deriveKey('s', 'a')).toEqual(deriveKey('s', 'a'))
    expect(deriveKey('s', 'a').equals(deriveKey('s', 'b'))).toBe(false)
  })
})
