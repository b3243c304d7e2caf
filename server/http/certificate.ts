import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import type { Clock } from '../clock.ts'
import { CodedError } from '../errors.ts'

export type CertificateFiles = { certFile: string; keyFile: string }
export type Certificate = { cert: string; key: string }

const DAY_MS = 86_400_000
const SOON_DAYS = 21

const read = (name: string, file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new CodedError('config', `${name}: ${file} cannot be read.`, { cause })
  }
}

const parse = <T>(name: string, file: string, what: string, make: () => T): T => {
  try {
    return make()
  } catch (cause) {
    throw new CodedError('config', `${name}: ${file} is not ${what} in PEM.`, { cause })
  }
}

/** Reads both files. Throws `CodedError('config')` with one line when they cannot be used. */
export const readCertificate = ({ certFile, keyFile }: CertificateFiles): Certificate => {
  const [cert, key] = [read('TLS_CERT', certFile), read('TLS_KEY', keyFile)]
  const certificate = parse('TLS_CERT', certFile, 'a certificate', () => new X509Certificate(cert))
  const privateKey = parse('TLS_KEY', keyFile, 'an unencrypted private key', () => createPrivateKey(key))
  if (!certificate.checkPrivateKey(privateKey))
    throw new CodedError('config', `TLS_KEY: ${keyFile} is not the key of the certificate in ${certFile}.`)
  return { cert, key }
}

/** What somebody should know about a certificate that works all the same: a sentence each. */
export const certificateNotices = ({ cert }: Certificate, publicUrl: string, clock: Clock): string[] => {
  const certificate = new X509Certificate(cert)
  const host = new URL(publicUrl).hostname.replace(/^\[|\]$/g, '')
  const covers = isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)
  const days = Math.floor((Date.parse(certificate.validTo) - clock.now()) / DAY_MS)
  return [
    ...(covers ? [] : [`The certificate in TLS_CERT is not for ${host}: browsers will refuse it.`]),
    ...(days < SOON_DAYS
      ? [`The certificate in TLS_CERT ends on ${certificate.validTo}: put a new one in its place.`]
      : []),
  ]
}
