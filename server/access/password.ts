import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../clock.ts'

/** OWASP ASVS 5.0: scrypt with N = 2^17, r = 8, p = 1, which takes 128 MiB and about half a second. */
const COST_LOG2 = 17
const BLOCK_SIZE = 8
const PARALLEL = 1
const KEY_BYTES = 32
const SALT_BYTES = 16
/** More at once would let a storm of sign-ins take the machine's memory. */
const MAX_AT_ONCE = 2

const createTurns = (maxAtOnce: number) => {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= maxAtOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}

const derive = (password: string, salt: Buffer, costLog2: number, r: number, p: number): Promise<Buffer> => {
  const N = 2 ** costLog2
  const options: ScryptOptions = { N, r, p, maxmem: 128 * N * r + 1024 * 1024 }
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  )
}

/** Hashes and checks passwords, two at a time; the others wait. */
export const createPasswords = (clock: Clock, work: typeof derive = derive) => {
  const takeTurn = createTurns(MAX_AT_ONCE)
  return {
    /** `scrypt$17$8$1$salt$key`: what it was made with travels with it. */
    async hash(password: string): Promise<string> {
      const salt = clock.bytes(SALT_BYTES)
      const key = await takeTurn(() => work(password, salt, COST_LOG2, BLOCK_SIZE, PARALLEL))
      return ['scrypt', COST_LOG2, BLOCK_SIZE, PARALLEL, salt.toString('base64url'), key.toString('base64url')].join(
        '$',
      )
    },
    async verify(hash: string, password: string): Promise<boolean> {
      const [scheme, cost, r, p, salt, key] = hash.split('$')
      if (scheme !== 'scrypt' || !salt || !key) return false
      const expected = Buffer.from(key, 'base64url')
      const found = await takeTurn(() =>
        work(password, Buffer.from(salt, 'base64url'), Number(cost), Number(r), Number(p)),
      )
      return expected.length === found.length && timingSafeEqual(expected, found)
    },
  }
}

export type Passwords = ReturnType<typeof createPasswords>

const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Four groups of four without look-alikes: 79 bits, good to read out once. */
export const makePassword = (clock: Clock): string => {
  let letters = ''
  while (letters.length < 16)
    for (const byte of clock.bytes(16)) if (byte < 8 * READABLE.length) letters += READABLE[byte % READABLE.length]
  return [0, 4, 8, 12].map((at) => letters.slice(at, at + 4)).join('-')
}
