import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCert } from '#server/admin/cert.ts'
import { systemClock } from '#server/clock.ts'
import { certificateNotices, readCertificate } from '#server/http/certificate.ts'

let dir: string
let said: string[]
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'linewarden-cert-'))
  said = []
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const DAY_MS = 86_400_000
const later = (days: number) => ({ ...systemClock, now: () => systemClock.now() + days * DAY_MS })
const cert = (argv: string[], clock = systemClock, publicUrl?: string) =>
  runCert(argv, { dataDir: dir, publicUrl }, { clock, print: (line) => said.push(line) })
const file = (name: string) => join(dir, name)
const made = () => readCertificate({ certFile: file('tls/server.crt'), keyFile: file('tls/server.key') })

describe('admin -- cert', () => {
  it('makes an authority once, and a certificate for the names and addresses each time', async () => {
    await cert(['--host', 'floor.lan', '--host', '10.1.2.3', '--host', '巡线.example'])
    const authority = readFileSync(file('ca.crt'), 'utf8')
    const first = made()
    for (const host of ['floor.lan', '10.1.2.3', '巡线.example', 'localhost', '127.0.0.1', '[::1]'])
      expect(certificateNotices(first, `https://${host}`, systemClock), host).toEqual([])
    expect(certificateNotices(first, 'https://other.lan', systemClock)).toEqual([expect.stringContaining('other.lan')])
    await cert(['--host', 'other.lan'])
    expect(readFileSync(file('ca.crt'), 'utf8')).toBe(authority)
    expect(made().key).not.toBe(first.key)
    expect(certificateNotices(made(), 'https://other.lan', systemClock)).toEqual([])
  })

  it('takes the public address and this machine when no name is given', async () => {
    await cert([], systemClock, 'https://floor.example.com:8443')
    expect(certificateNotices(made(), 'https://floor.example.com:8443', systemClock)).toEqual([])
  })

  it('keeps both keys to their owner', async () => {
    await cert(['--host', 'floor.lan', '--out', file('elsewhere')])
    for (const key of ['ca.key', 'elsewhere/server.key']) expect(statSync(file(key)).mode & 0o777, key).toBe(0o600)
  })

  it('says what to set, and how each kind of machine comes to trust it', async () => {
    await cert(['--host', 'floor.lan'])
    const text = said.join('\n')
    for (const word of [
      `TLS_CERT=${file('tls/server.crt')}`,
      `TLS_KEY=${file('tls/server.key')}`,
      'PUBLIC_URL=https://floor.lan:3000',
      'Windows',
      'macOS',
      'Debian',
      'Firefox',
      `NODE_EXTRA_CA_CERTS=${file('ca.crt')}`,
    ])
      expect(text).toContain(word)
    expect(text).not.toContain('PRIVATE KEY')
  })

  it.each(['a b', '-floor', 'floor_1', 'floor..lan', '*.lan', 'https://floor.lan', ''])(
    'refuses %s as a name',
    async (name) => {
      await expect(cert([`--host=${name}`])).rejects.toThrow(/neither a host name nor an address/)
    },
  )

  it('does not replace half an authority, nor sign with one that ends before the certificate', async () => {
    await cert(['--host', 'floor.lan'])
    await expect(cert([], later(9 * 365))).rejects.toMatchObject({ code: 'config' })
    rmSync(file('ca.key'))
    await expect(cert([])).rejects.toMatchObject({ code: 'config', message: expect.stringContaining('ca.key') })
  })
})

describe('a certificate of the server', () => {
  const files = () => ({ certFile: file('tls/server.crt'), keyFile: file('tls/server.key') })

  it('is told of three weeks before its end', async () => {
    await cert(['--host', 'floor.lan'])
    expect(certificateNotices(made(), 'https://floor.lan', later(370))).toEqual([])
    expect(certificateNotices(made(), 'https://floor.lan', later(380))).toEqual([expect.stringContaining('ends on')])
  })

  it('is refused in one line when a file is missing, is something else or does not fit', async () => {
    const refusal = () => {
      try {
        readCertificate(files())
        return 'accepted'
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(refusal()).toMatch(/^TLS_CERT: [^\n]+ cannot be read\.$/)
    await cert(['--host', 'floor.lan'])
    expect(refusal()).toBe('accepted')
    const { key } = made()
    await cert(['--host', 'floor.lan'])
    writeFileSync(file('tls/server.key'), key)
    expect(refusal()).toMatch(/^TLS_KEY: [^\n]+ is not the key of the certificate in [^\n]+$/)
    writeFileSync(file('tls/server.key'), 'no key')
    expect(refusal()).toMatch(/^TLS_KEY: [^\n]+ is not an unencrypted private key in PEM\.$/)
    writeFileSync(file('tls/server.crt'), 'no certificate')
    expect(refusal()).toMatch(/^TLS_CERT: [^\n]+ is not a certificate in PEM\.$/)
  })
})
