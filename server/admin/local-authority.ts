import 'reflect-metadata'
import { createPrivateKey, X509Certificate as ParsedCertificate } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import type { Clock } from '../clock.ts'
import { CodedError } from '../errors.ts'

/** Both as PEM. */
export type Signed = { cert: string; key: string }

const DAY_MS = 86_400_000
/** Clocks of a site are seldom equal. */
const EARLIER_MS = DAY_MS
const AUTHORITY_DAYS = 3_650
/** Longer ones are refused by some browsers. */
const SERVER_DAYS = 397

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const

const makeKeys = () => crypto.subtle.generateKey(CURVE, true, ['sign', 'verify'])

const toPem = async (key: CryptoKey) =>
  `${PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`

/** Positive, and of 127 bits of chance. */
const makeSerial = (clock: Clock) => {
  const bytes = clock.bytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes.toString('hex')
}

const span = (clock: Clock, days: number) => ({
  notBefore: new Date(clock.now() - EARLIER_MS),
  notAfter: new Date(clock.now() + days * DAY_MS),
})

/** An authority of this installation alone: whoever trusts it trusts the certificates made here, and who holds its key. */
export const makeAuthority = async (clock: Clock, name: string): Promise<Signed> => {
  const keys = await makeKeys()
  const certificate = await X509CertificateGenerator.createSelfSigned({
    ...span(clock, AUTHORITY_DAYS),
    serialNumber: makeSerial(clock),
    name: [{ O: ['Linewarden'] }, { CN: [name] }],
    keys,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { cert: `${certificate.toString('pem')}\n`, key: await toPem(keys.privateKey) }
}

/** A certificate for a server of these names and addresses, followed by its authority's. */
export const makeServerCertificate = async (
  clock: Clock,
  authority: Signed,
  hosts: readonly [string, ...string[]],
): Promise<Signed> => {
  const issuer = new X509Certificate(authority.cert)
  const pkcs8 = createPrivateKey(authority.key).export({ format: 'der', type: 'pkcs8' })
  const signingKey = await crypto.subtle.importKey('pkcs8', pkcs8, CURVE, false, ['sign'])
  const keys = await makeKeys()
  const certificate = await X509CertificateGenerator.create({
    ...span(clock, SERVER_DAYS),
    serialNumber: makeSerial(clock),
    subject: [{ CN: [hosts[0].slice(0, 64)] }],
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new SubjectAlternativeNameExtension(
        hosts.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value }) as const),
        false,
      ),
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      await AuthorityKeyIdentifierExtension.create(issuer),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { cert: `${certificate.toString('pem')}\n${authority.cert}`, key: await toPem(keys.privateKey) }
}

/** Nobody but the owner ever reads the key, and no half of a file is ever there. */
const writeWhole = (file: string, text: string, mode: number) => {
  writeFileSync(`${file}.new`, text, { mode })
  chmodSync(`${file}.new`, mode)
  renameSync(`${file}.new`, file)
}

/** Writes `NAME.crt` and `NAME.key` into the folder. */
export const keepSigned = (dir: string, name: string, { cert, key }: Signed): { certFile: string; keyFile: string } => {
  mkdirSync(dir, { recursive: true })
  const [certFile, keyFile] = [join(dir, `${name}.crt`), join(dir, `${name}.key`)]
  writeWhole(keyFile, key, 0o600)
  writeWhole(certFile, cert, 0o644)
  return { certFile, keyFile }
}

/** The authority kept in the folder, made on the first call. Throws `CodedError('config')` if half of it is missing or its time is over. */
export const openAuthority = async (dir: string, clock: Clock, name: string): Promise<Signed & { file: string }> => {
  const [file, keyFile] = [join(dir, 'ca.crt'), join(dir, 'ca.key')]
  if (!existsSync(file) && !existsSync(keyFile)) keepSigned(dir, 'ca', await makeAuthority(clock, name))
  if (!existsSync(file) || !existsSync(keyFile))
    throw new CodedError(
      'config',
      `One of ${file} and ${keyFile} is missing: bring it back, or remove both to begin anew.`,
    )
  chmodSync(keyFile, 0o600)
  const cert = readFileSync(file, 'utf8')
  if (Date.parse(new ParsedCertificate(cert).validTo) < clock.now() + SERVER_DAYS * DAY_MS)
    throw new CodedError(
      'config',
      `The authority in ${file} ends too soon: remove it and ${keyFile}, and have the new one trusted.`,
    )
  return { file, cert, key: readFileSync(keyFile, 'utf8') }
}
