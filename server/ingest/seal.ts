import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { SealedNumber } from '../domain/event.ts'
import { maskNumber, normaliseNumber } from '../domain/redact.ts'
import { CodedError } from '../errors.ts'

export type Seal = {
  /** Turns a clear number into what may be stored. */
  number(clear: string): SealedNumber
  /** The normalised number of a `sealed` text. Throws when it was sealed under another secret or changed. */
  open(sealed: string): string
}

const VERSION = 'v1'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const MIN_SECRET = 16

/**
 * Sealing under one secret of the installation: an HMAC joins contacts of one customer, AES-256-GCM keeps the number
 * recoverable. Two keys are derived, so neither gives the other away.
 */
export const createSeal = (secret: string, clock: Clock): Seal => {
  if (secret.length < MIN_SECRET)
    throw new CodedError('config', `The sealing secret must have at least ${MIN_SECRET} characters.`)
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, 'linewarden', purpose, 32))
  const refKey = derive('customer reference')
  const boxKey = derive('customer number')

  const lock = (number: string) => {
    const nonce = clock.bytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', boxKey, nonce)
    const text = Buffer.concat([cipher.update(number, 'utf8'), cipher.final()])
    return `${VERSION}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`
  }

  return {
    number(clear) {
      const number = normaliseNumber(clear)
      if (number === undefined) return { masked: maskNumber(clear) }
      const customerRef = createHmac('sha256', refKey).update(number).digest('base64url')
      return { masked: maskNumber(clear), customerRef, sealed: lock(number) }
    },
    open(sealed) {
      const [version, body = ''] = sealed.split('.')
      if (version !== VERSION) throw new CodedError('bad_request', 'This number was sealed by another version.')
      const box = Buffer.from(body, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', boxKey, box.subarray(0, NONCE_BYTES))
      decipher.setAuthTag(box.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      return Buffer.concat([decipher.update(box.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
    },
  }
}
