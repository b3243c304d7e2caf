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
