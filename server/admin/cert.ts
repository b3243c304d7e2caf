import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { hostname, networkInterfaces } from 'node:os'
import { join, resolve } from 'node:path'
import { domainToASCII } from 'node:url'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { parseOptions, UsageError } from './admin-io.ts'
import { keepSigned, makeServerCertificate, openAuthority } from './local-authority.ts'

export const CERT_USAGE = 'cert [--host NAME-OR-ADDRESS]... [--out DIR]'

const NAME = /^(?=.{1,253}$)([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)*[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/

const HERE = ['localhost', '127.0.0.1', '::1']

const toHost = (given: string): string => {
  if (isIP(given)) return given
  const name = domainToASCII(given).toLowerCase()
  if (!NAME.test(name)) throw new UsageError(`"${given}" is neither a host name nor an address.`)
  return name
}

/** What people may type for this machine, when nobody says. */
const ownHosts = (config: Pick<Config, 'publicUrl'>): string[] => {
  const addresses = Object.values(networkInterfaces()).flatMap((some) => some ?? [])
  const named = config.publicUrl ? [new URL(config.publicUrl).hostname.replace(/^\[|\]$/g, '')] : []
  // A link-local address holds for one interface only and cannot be typed.
  const reachable = addresses.filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
  return [...named, hostname(), ...reachable.map(({ address }) => address)]
}

const trustLines = (caFile: string): string[] => [
  'Have the authority trusted once on every machine that opens the pages (copy only the .crt file there):',
  '',
  `  Windows   certutil -addstore -f Root ca.crt                      (as administrator)`,
  `  macOS     sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain ca.crt`,
  `  Debian    sudo cp ca.crt /usr/local/share/ca-certificates/linewarden-ca.crt && sudo update-ca-certificates`,
  `  Chromium  on Linux also: certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n linewarden -i ca.crt`,
  '  Firefox   Settings > Privacy & Security > Certificates > View Certificates > Authorities > Import',
  '',
  `Adapters and companions on Node.js: NODE_EXTRA_CA_CERTS=${caFile}`,
]

/** Makes a certificate for this server by an authority of its own, and says what to do with both. */
export const runCert = async (
  argv: readonly string[],
  config: Pick<Config, 'dataDir' | 'publicUrl'>,
  io: { clock: Clock; print: (line: string) => void },
): Promise<void> => {
  const { values, positionals } = parseOptions(argv, {
    host: { type: 'string', multiple: true, default: [] },
    out: { type: 'string' },
  })
  if (positionals.length > 0)
    throw new UsageError(`"${positionals[0]}" is one argument too many; names go after --host.`)
  const asked = (values.host.length > 0 ? values.host : ownHosts(config)).map(toHost)
  const hosts = [...new Set([...asked, ...HERE])] as [string, ...string[]]

  const authority = await openAuthority(config.dataDir, io.clock, `Linewarden at ${hosts[0]}`.slice(0, 64))
  const made = await makeServerCertificate(io.clock, authority, hosts)
  const dir = values.out === undefined ? join(config.dataDir, 'tls') : resolve(values.out)
  const { certFile, keyFile } = keepSigned(dir, 'server', made)

  const certificate = new X509Certificate(made.cert)
  const lines = [
    `A certificate for ${hosts.join(', ')}`,
    `until ${certificate.validTo}. Set for the server:`,
    '',
    `  TLS_CERT=${certFile}`,
    `  TLS_KEY=${keyFile}`,
    '',
    `and HOST and PUBLIC_URL, such as HOST=0.0.0.0 PUBLIC_URL=https://${hosts[0]}:3000`,
    'A server that runs reads a newer certificate after kill -HUP.',
    '',
    `The authority is ${authority.file}`,
    `SHA-256 ${new X509Certificate(authority.cert).fingerprint256}`,
    `Whoever has ${join(config.dataDir, 'ca.key')} can pass for any site to those who trust it: it never leaves this machine.`,
    '',
    ...trustLines(authority.file),
  ]
  for (const line of lines) io.print(line)
}
